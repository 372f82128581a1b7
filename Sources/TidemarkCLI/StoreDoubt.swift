import TideStore

extension Snapshot {
  /// Says on standard error where the store is known to have had newer figures than its catalogue lists.
  func tellDoubt() {
    guard let doubt else { return }
    Console.tell("tidemark: warning: \(doubt.message): newer figures are not shown. \(doubt.remedy)")
  }
}
