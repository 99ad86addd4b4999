#include "viz/app.h"

int main(int argc, char** argv) { return sd::viz::run_viewer(argc, argv); }
