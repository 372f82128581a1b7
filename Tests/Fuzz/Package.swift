// swift-tools-version: 6.2
import PackageDescription

// A package of its own: libFuzzer brings the main function, and all of it is built to count what is reached.
// `make fuzz RUNS=1000000` builds and runs it.

/// One fuzzer: a file with `LLVMFuzzerTestOneInput`, and the library.
func fuzzer(_ name: String, path: String) -> Target {
  .executableTarget(
    name: name, dependencies: [.product(name: "TidemarkKit", package: "tidemark")], path: path,
    swiftSettings: [.unsafeFlags(["-parse-as-library"])])
}

let package = Package(
  name: "tidemark-fuzz",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "tidemark", path: "../..")],
  targets: [
    fuzzer("FuzzSegments", path: "Segments"),
    fuzzer("FuzzFigures", path: "Figures"),
    fuzzer("FuzzWords", path: "Words"),
    fuzzer("FuzzQuestions", path: "Questions"),
  ])
