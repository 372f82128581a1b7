// swift-tools-version: 6.1
import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// One room of the house: its name, what it may import, and its tests beside it.
func room(_ name: String, imports: [Target.Dependency] = [], exclude: [String] = []) -> Target {
  .target(name: name, dependencies: imports, exclude: exclude, swiftSettings: strict)
}

let package = Package(
  name: "tidemark",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "TideCore", targets: ["TideCore"]),
    .library(
      name: "TidemarkKit",
      targets: [
        "TideModel", "TideMethods", "TideCore", "TideInterchange",
      ]),
  ],
  targets: [
    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    room("TideModel"),
    room("TideMethods", imports: ["TideModel"]),
    room("TideCore", imports: ["CZlib"], exclude: ["Codecs/README.md"]),
    room("TideInterchange", imports: ["TideModel"]),
    .testTarget(
      name: "TideMethodsTests", dependencies: ["TideModel", "TideMethods"],
      resources: [.copy("Vectors")], swiftSettings: strict),
    .testTarget(name: "TideCoreTests", dependencies: ["TideCore"], swiftSettings: strict),
    .testTarget(
      name: "TideInterchangeTests", dependencies: ["TideModel", "TideInterchange"],
      swiftSettings: strict),
  ]
)
