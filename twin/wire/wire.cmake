# contract.proto → C++ in the build folder. Generated code is not ours: warnings off, headers as system headers.
set(contract_dir "${CMAKE_CURRENT_BINARY_DIR}/wire_generated")
file(MAKE_DIRECTORY "${contract_dir}")
add_custom_command(
  OUTPUT "${contract_dir}/contract.pb.cc" "${contract_dir}/contract.pb.h"
  COMMAND protobuf::protoc "--cpp_out=${contract_dir}" "--proto_path=${CMAKE_CURRENT_SOURCE_DIR}/wire"
          "${CMAKE_CURRENT_SOURCE_DIR}/wire/contract.proto"
  DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/wire/contract.proto"
  COMMENT "protoc contract.proto"
  VERBATIM)
target_sources(sd_wire PRIVATE "${contract_dir}/contract.pb.cc")
set_source_files_properties("${contract_dir}/contract.pb.cc" PROPERTIES COMPILE_OPTIONS "-w")
target_include_directories(sd_wire SYSTEM PRIVATE "${contract_dir}")
