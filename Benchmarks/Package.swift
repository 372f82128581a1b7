// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "tidemark-benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "tidemark", path: ".."),
    .package(url: "https://github.com/ordo-one/benchmark", exact: "1.38.1", traits: []),
  ],
  targets: [
    .executableTarget(
      name: "TideCoreBenchmarks",
      dependencies: [
        .product(name: "TideCore", package: "tidemark"),
        .product(name: "Benchmark", package: "benchmark"),
      ],
      path: "Benchmarks/TideCoreBenchmarks",
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
    .target(name: "CLoops", path: "Benchmarks/CLoops", exclude: ["loops.inc"], cSettings: [.unsafeFlags(["-O3"])]),
    .executableTarget(
      name: "KernelTable",
      dependencies: ["CLoops", .product(name: "TideCore", package: "tidemark")],
      path: "Benchmarks/KernelTable", swiftSettings: [.swiftLanguageMode(.v5)]),
    .executableTarget(
      name: "MethodTable",
      dependencies: [.product(name: "TideMethods", package: "tidemark")],
      path: "Benchmarks/MethodTable", swiftSettings: [.swiftLanguageMode(.v5)]),
    .executableTarget(
      name: "WriterTable",
      dependencies: [.product(name: "TidemarkKit", package: "tidemark")],
      path: "Benchmarks/WriterTable", swiftSettings: [.swiftLanguageMode(.v5)]),
  ]
)
