// swift-tools-version: 6.2
import PackageDescription

/// Continuous integration sets this; a newer compiler's new warnings must not stop anybody else's build.
let warningsAreErrors = Context.environment["TIDEMARK_WARNINGS_ARE_ERRORS"] != nil

let strict: [SwiftSetting] =
  [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
  ] + (warningsAreErrors ? [.treatAllWarnings(as: .error)] : [])

/// One room of the house: its name, what it may import, and its tests beside it.
func room(
  _ name: String, imports: [Target.Dependency] = [], exclude: [String] = [], settings: [SwiftSetting] = []
) -> Target {
  .target(name: name, dependencies: imports, exclude: exclude, swiftSettings: strict + settings)
}

/// Rooms whose classes are passed through row by row: that no two accesses overlap is then checked where the compiler
/// can prove it, and not once more at each access, which took 6% of an append.
let rowByRow: [SwiftSetting] = [.unsafeFlags(["-enforce-exclusivity=unchecked"])]

/// Square roots that need not set errno: else each one is a branch, and none is vectorised.
let plainSquareRoots = ["-Xcc", "-fno-math-errno"]

/// The kernels of TideCore again, for processors of a newer level; the same as TideCore's where the build is for others.
func kernels(_ name: String, march: String) -> Target {
  #if arch(x86_64)
    let level = ["-Xcc", "-march=\(march)"]
  #else
    let level: [String] = []
  #endif
  return .target(name: name, swiftSettings: strict + [.unsafeFlags(plainSquareRoots + level)])
}

let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "tidemark",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "tidemark", targets: ["TidemarkCLI"]),
    .library(name: "TideCore", targets: ["TideCore"]),
    .library(name: "TideMethods", targets: ["TideMethods"]),
    .library(
      name: "TidemarkKit",
      targets: [
        "TideModel", "TideMethods", "TideCore", "TideStore", "TideDisclosure", "TideIngest", "TideQuery",
        "TideInterchange", "TideReport",
      ]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
  ],
  targets: [
    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    room("TideModel"),
    room("TideMethods", imports: ["TideModel"]),
    .target(name: "CTideCPU"),
    kernels("TideCoreV3", march: "x86-64-v3"),
    kernels("TideCoreV4", march: "x86-64-v4"),
    .target(
      name: "TideCore", dependencies: ["CZlib", "CTideCPU", "TideCoreV3", "TideCoreV4"],
      exclude: ["Codecs/README.md", "Kernels/README.md"],
      swiftSettings: strict + rowByRow + [.unsafeFlags(plainSquareRoots)]),
    room(
      "TideStore", imports: ["TideModel", "TideCore", grdb],
      exclude: ["FORMAT.md", "RELIABILITY.md", "FormatOne/FORMAT-1.md"]),
    room("TideIngest", imports: ["TideModel", "TideCore", "TideStore"], settings: rowByRow),
    room(
      "TideDisclosure", imports: ["TideModel", "TideMethods", "TideCore", "TideStore"], exclude: ["DISCLOSURE.md"],
      settings: rowByRow),
    room(
      "TideQuery", imports: ["TideModel", "TideMethods", "TideCore", "TideStore", "TideDisclosure"],
      settings: rowByRow),
    room("TideInterchange", imports: ["TideModel"]),
    room("TideReport", imports: ["TideModel"]),
    room("TideGenerator", imports: ["TideModel", "TideMethods", "TideStore"]),
    // What the library does not hand out in public, the command cannot hand out either.
    .executableTarget(
      name: "TidemarkCLI",
      dependencies: [
        "TideModel", "TideStore", "TideDisclosure", "TideIngest", "TideQuery", "TideInterchange", "TideReport",
        "TideGenerator", arguments, logging,
      ],
      packageAccess: false, swiftSettings: strict),
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
    .testTarget(name: "TideModelTests", dependencies: ["TideModel", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "TideMethodsTests", dependencies: ["TideModel", "TideMethods", "TestSupport"],
      resources: [.copy("Vectors")], swiftSettings: strict),
    .testTarget(name: "TideCoreTests", dependencies: ["TideCore", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "TideStoreTests", dependencies: ["TideModel", "TideCore", "TideStore", "TestSupport", grdb],
      resources: [.copy("Golden")], swiftSettings: strict),
    .testTarget(
      name: "TideIngestTests", dependencies: ["TideModel", "TideCore", "TideStore", "TideIngest", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "TideDisclosureTests", dependencies: ["TideModel", "TideStore", "TideDisclosure", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "TideQueryTests",
      dependencies: ["TideModel", "TideStore", "TideDisclosure", "TideIngest", "TideQuery", "TestSupport", grdb],
      swiftSettings: strict),
    // A client of the library: nothing but the public interface may be used in it.
    .testTarget(
      name: "TidePublicTests",
      dependencies: ["TideModel", "TideCore", "TideStore", "TideDisclosure", "TideQuery", "TestSupport"],
      packageAccess: false, swiftSettings: strict),
    .testTarget(
      name: "TideInterchangeTests", dependencies: ["TideModel", "TideInterchange", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "TideReportTests", dependencies: ["TideModel", "TideReport", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "TideGeneratorTests",
      dependencies: ["TideModel", "TideMethods", "TideCore", "TideStore", "TideGenerator"], swiftSettings: strict),
    .testTarget(
      name: "TidemarkCLITests",
      dependencies: ["TidemarkCLI", "TideModel", "TideStore", "TideQuery", "TestSupport", arguments],
      exclude: ["GoldenCharts"], resources: [.copy("Transcripts")], swiftSettings: strict),
  ]
)
