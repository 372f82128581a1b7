import CTideCPU

#if arch(x86_64)
  import TideCoreV3
  import TideCoreV4
#endif

/// Which copies of the kernels run.
public enum CPULevel: Int, CaseIterable, Sendable {
  /// Every processor.
  case baseline = 1
  /// x86-64-v3: AVX2.
  case v3 = 3
  /// x86-64-v4: AVX-512.
  case v4 = 4

  /// The highest level that the machine runs.
  public static let machine = CPULevel(rawValue: Int(tide_cpu_level())) ?? .baseline

  /// The machine's, or a lower one that `TIDEMARK_CPU` names.
  static let chosen = CPULevel(rawValue: min(machine.rawValue, Int(tide_cpu_wanted()))) ?? machine

  /// The name `TIDEMARK_CPU` takes.
  public var name: String { self == .baseline ? "baseline" : "v\(rawValue)" }
}

/// The loops over whole chunks, at the level chosen for this process: equal bits on all of them.
public struct Kernels: Sendable {
  /// Those of the level in use.
  public static let current = Kernels(.chosen)

  /// The level whose loops run.
  public let level: CPULevel

  /// The loops of one level, no higher than the machine's.
  public init(_ level: CPULevel) { self.level = level.rawValue <= CPULevel.machine.rawValue ? level : .machine }
}
