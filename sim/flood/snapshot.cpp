#include "sim/flood/snapshot.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <fstream>
#include <string>

#include "sim/core/hash.h"

namespace sd::flood {
namespace {

constexpr std::array<char, 8> kMagic{'S', 'D', 'W', 'A', 'T', 'E', 'R', '\0'};
constexpr std::uint32_t kVersion = 2;
constexpr std::size_t kPage = 4096;
template <class P>
constexpr std::uint32_t kFineKind = kFine<P> ? 16 : 0;  ///< of precision; finite volumes add their order
constexpr std::size_t kBodyAt = 8 + 4 * 4 + 8 + 8 + 8;

bool all_alike(std::span<const std::byte> page, std::size_t element) {
    return std::memcmp(page.data(), page.data() + element, page.size() - element) == 0;
}

template <class Column>
void hash_rows(StateHash& h, const Layout& l, const Column& column) {
    for (int j = 0; j < l.grid.ny; ++j) {
        h.add(std::span<const typename Column::value_type>(&column[l.at(0, j)], static_cast<std::size_t>(l.grid.nx)));
    }
}

template <class Bed, class Drag>
std::uint64_t ground_of(const Layout& l, const Bed& bed, const Drag& drag) {
    StateHash h;
    h.add(l.grid.cell_m);
    h.add(l.datum_m);
    h.add(l.quantum_m);
    hash_rows(h, l, bed);
    hash_rows(h, l, drag);
    return h.value();
}

template <class Archive, class E>
void columns_of(Archive& a, E& e) {
    a.column(e.peaks);
    a.column(e.arrived_s);
    a.column(e.wet_from_s);
    a.column(e.wet_s);
    a.column(e.floors);
    a.column(e.wet_rows);
    a.column(e.moved);
}

void visit(StateWriter& w, const Extremes& e, const Layout&) {
    w.value(e.on);
    w.value(e.threshold_m);
    w.value(e.now_s);
    if (e.on) columns_of(w, e);
}

void visit(StateReader& r, Extremes& e, const Layout& l) {
    bool on = false;
    double threshold_m = 0.0;
    double now_s = 0.0;
    r.value(on);
    r.value(threshold_m);
    r.value(now_s);
    e = {};
    if (!r.ok() || (on && !(threshold_m > 0.0))) return r.fail();
    if (on) begin(e, l, threshold_m);
    e.now_s = now_s;
    if (on) columns_of(r, e);
}

template <class S>
void visit_dykes(StateWriter& w, const S& s, const Layout&) {
    const bool any = !s.crest_x.empty();
    w.value(any);
    if (!any) return;
    w.column(s.crest_x);
    w.column(s.crest_y);
}

template <class S>
void visit_dykes(StateReader& r, S& s, const Layout& l) {
    bool any = false;
    r.value(any);
    s.crest_x.assign(any ? l.size() : 0, 0);
    s.crest_y.assign(any ? l.size() : 0, 0);
    if (!any) return;
    r.column(s.crest_x);
    r.column(s.crest_y);
}

template <class Archive, class Face>
void fields_of(Archive& a, Face& f) {
    a.value(f.cell);
    a.value(f.side);
    a.value(f.level_given);
    a.value(f.level_m);
    a.value(f.flow_given);
    a.value(f.inflow_m2_s);
    a.value(f.carried_m3);
}

}  // namespace

void StateWriter::append(std::span<const std::byte> bytes) {
    const std::size_t at = out_.size();
    out_.resize(at + bytes.size());
    std::memcpy(out_.data() + at, bytes.data(), bytes.size());
}

void StateWriter::pages(std::span<const std::byte> column, std::size_t element) {
    const std::size_t n = (column.size() + kPage - 1) / kPage;
    const std::size_t bits = out_.size();
    out_.resize(bits + (n + 7) / 8);
    for (std::size_t p = 0; p < n; ++p) {
        const auto page = column.subspan(p * kPage, std::min(kPage, column.size() - p * kPage));
        const bool alike = all_alike(page, element);
        if (alike) out_[bits + p / 8] |= std::byte{1} << (p % 8);
        append(alike ? page.first(element) : page);
    }
}

void StateReader::take(std::span<std::byte> to) {
    ok_ = ok_ && rest_.size() >= to.size();
    if (!ok_) return;
    std::memcpy(to.data(), rest_.data(), to.size());
    rest_ = rest_.subspan(to.size());
}

void StateReader::pages(std::span<std::byte> column, std::size_t element) {
    const std::size_t n = (column.size() + kPage - 1) / kPage;
    ok_ = ok_ && rest_.size() >= (n + 7) / 8;
    if (!ok_) return;
    const auto bits = rest_.first((n + 7) / 8);
    rest_ = rest_.subspan(bits.size());
    for (std::size_t p = 0; p < n && ok_; ++p) {
        const auto page = column.subspan(p * kPage, std::min(kPage, column.size() - p * kPage));
        const bool alike = (bits[p / 8] & (std::byte{1} << (p % 8))) != std::byte{0};
        take(alike ? page.first(element) : page);
        for (std::size_t k = element; alike && k < page.size(); k += element)
            std::memcpy(page.data() + k, page.data(), element);
    }
}

Bytes begin_snapshot(const SnapshotHead& head, std::size_t most) {
    Bytes out;
    out.reserve(kBodyAt + most);
    StateWriter w(out);
    w.append(std::as_bytes(std::span(kMagic)));
    w.value(kVersion);
    w.value(head.kind);
    w.value(head.nx);
    w.value(head.ny);
    w.value(head.ground);
    out.resize(kBodyAt);
    return out;
}

void end_snapshot(Bytes& snapshot) {
    const std::uint64_t length = snapshot.size() - kBodyAt;
    const std::uint64_t hash = hash_bytes(snapshot.data() + kBodyAt, length);
    std::memcpy(snapshot.data() + kBodyAt - 16, &length, 8);
    std::memcpy(snapshot.data() + kBodyAt - 8, &hash, 8);
}

Result<StateReader> open_snapshot(std::span<const std::byte> snapshot, const SnapshotHead& expected) {
    const std::string what = "water snapshot";
    if (snapshot.size() < kBodyAt || std::memcmp(snapshot.data(), kMagic.data(), kMagic.size()) != 0)
        return fail(what, "these bytes are no water snapshot");
    StateReader head(snapshot.subspan(kMagic.size()));
    std::uint32_t version = 0;
    SnapshotHead found;
    std::uint64_t length = 0;
    std::uint64_t hash = 0;
    head.value(version);
    head.value(found.kind);
    head.value(found.nx);
    head.value(found.ny);
    head.value(found.ground);
    head.value(length);
    head.value(hash);
    const auto body = snapshot.subspan(kBodyAt);
    if (version != kVersion)
        return fail(what, "version " + std::to_string(version) + ", expected " + std::to_string(kVersion),
                    "take it again with this program");
    if (body.size() != length || hash_bytes(body.data(), body.size()) != hash)
        return fail(what, "damaged: length or hash differ from what its head says", "take it again");
    if (found.nx != expected.nx || found.ny != expected.ny)
        return fail(what, std::to_string(found.nx) + " × " + std::to_string(found.ny) + " cells, expected " +
                              std::to_string(expected.nx) + " × " + std::to_string(expected.ny));
    if (found.kind != expected.kind) return fail(what, "taken of another scheme or precision");
    if (found.ground != expected.ground) return fail(what, "taken over other ground");
    return StateReader(body);
}

template <class P>
SnapshotHead head_of(const SheetOf<P>& s) {
    const Layout& l = s.cells.layout;
    std::uint64_t ground = ground_of(l, s.cells.bed, s.friction);
    if (!s.roomless.empty()) {
        StateHash h;
        h.add(ground);
        for (const auto* column : {&s.roomless, &s.gap_x, &s.gap_y}) hash_rows(h, l, *column);
        ground = h.value();
    }
    return {kFineKind<P>, l.grid.nx, l.grid.ny, ground};
}

template <class P>
SnapshotHead head_of(const FvSheet<P>& s) {
    const auto kind = static_cast<std::uint32_t>(s.order) + kFineKind<P>;
    return {kind, s.layout.grid.nx, s.layout.grid.ny, ground_of(s.layout, s.bed, s.drag)};
}

template <class P>
void visit(StateWriter& w, const SheetOf<P>& s) {
    const auto now = static_cast<std::size_t>(s.current);
    w.value(s.theta);
    w.value(s.limited_steps);
    w.column(s.cells.depth);
    w.column(s.qx[now]);
    w.column(s.qy[now]);
    w.column(s.cells.tile_max);
    w.column(s.stale);
    visit_dykes(w, s, s.cells.layout);
    visit(w, s.extremes, s.cells.layout);
}

template <class P>
void visit(StateReader& r, SheetOf<P>& s) {
    s.current = 0;
    r.value(s.theta);
    r.value(s.limited_steps);
    r.column(s.cells.depth);
    r.column(s.qx[0]);
    r.column(s.qy[0]);
    r.column(s.cells.tile_max);
    r.column(s.stale);
    visit_dykes(r, s, s.cells.layout);
    visit(r, s.extremes, s.cells.layout);
    // Of the other buffers, only what active tiles will write over is ever not zero.
    std::fill(s.qx[1].begin(), s.qx[1].end(), typename P::Real(0));
    std::fill(s.qy[1].begin(), s.qy[1].end(), typename P::Real(0));
}

template <class P>
void visit(StateWriter& w, const FvSheet<P>& s) {
    w.value(s.fastest_m_s);
    w.column(s.depth);
    w.column(s.hu);
    w.column(s.hv);
    w.column(s.tile_max);
    visit_dykes(w, s, s.layout);
    visit(w, s.extremes, s.layout);
    visit(w, s.rim);
}

template <class P>
void visit(StateReader& r, FvSheet<P>& s) {
    r.value(s.fastest_m_s);
    r.column(s.depth);
    r.column(s.hu);
    r.column(s.hv);
    r.column(s.tile_max);
    visit_dykes(r, s, s.layout);
    visit(r, s.extremes, s.layout);
    visit(r, s.rim);
    s.scratch.reset();
    if (s.order != 2) return;
    // What a tile asleep holds of the first stage; tiles awake write it anew.
    s.depth_next = s.depth;
    std::fill(s.hu_next.begin(), s.hu_next.end(), typename P::Real(0));
    std::fill(s.hv_next.begin(), s.hv_next.end(), typename P::Real(0));
}

void visit(StateWriter& w, const std::vector<RimFace>& rim) {
    w.value(std::uint64_t{rim.size()});
    for (const RimFace& f : rim) fields_of(w, f);
}

void visit(StateReader& r, std::vector<RimFace>& rim) {
    std::uint64_t n = 0;
    r.value(n);
    if (!r.ok() || n != rim.size()) return r.fail();
    for (RimFace& f : rim) fields_of(r, f);
}

Result<void> write_snapshot(const std::filesystem::path& file, std::span<const std::byte> snapshot) {
    const std::filesystem::path part = file.string() + ".part";
    std::ofstream out(part, std::ios::binary);
    out.write(reinterpret_cast<const char*>(snapshot.data()), static_cast<std::streamsize>(snapshot.size()));
    out.close();
    if (!out) return fail(part.string(), "cannot be written", "is there room, and may you write there?");
    std::error_code failed;
    std::filesystem::rename(part, file, failed);
    if (failed) return fail(file.string(), "cannot be put in place: " + failed.message());
    return {};
}

Result<Bytes> read_snapshot(const std::filesystem::path& file) {
    std::error_code failed;
    const auto size = std::filesystem::file_size(file, failed);
    std::ifstream in(file, std::ios::binary);
    if (failed || !in) return fail(file.string(), "cannot be read");
    Bytes out(size);
    in.read(reinterpret_cast<char*>(out.data()), static_cast<std::streamsize>(size));
    if (!in) return fail(file.string(), "ends early");
    return out;
}

template SnapshotHead head_of(const SheetOf<F32>&);
template SnapshotHead head_of(const SheetOf<F64>&);
template void visit(StateWriter&, const SheetOf<F32>&);
template void visit(StateWriter&, const SheetOf<F64>&);
template void visit(StateReader&, SheetOf<F32>&);
template void visit(StateReader&, SheetOf<F64>&);
template SnapshotHead head_of(const FvSheet<F32>&);
template SnapshotHead head_of(const FvSheet<F64>&);
template void visit(StateWriter&, const FvSheet<F32>&);
template void visit(StateWriter&, const FvSheet<F64>&);
template void visit(StateReader&, FvSheet<F32>&);
template void visit(StateReader&, FvSheet<F64>&);

}  // namespace sd::flood
