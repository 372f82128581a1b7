/// Runs of equal words. Ends instead of lengths, so that one value is found by bisection.
///
///     u16 runs | u16 end of run (exclusive), runs times, rising to count | i64 value, runs times
enum RunLengthCodec: WordCodec {
  static func analyse(_ words: Words, budget: Int) -> BlockPlan? {
    var runs = 1
    for i in 1..<max(1, words.count) where words[i] != words[i - 1] { runs += 1 }
    let bytes = 2 + 10 * runs
    return bytes < budget ? BlockPlan(payloadBytes: bytes) : nil
  }

  static func encode(_ words: Words, plan: BlockPlan, into payload: UnsafeMutableRawBufferPointer) {
    let base = payload.baseAddress!
    let runs = (plan.payloadBytes - 2) / 10
    base.storeLittleEndian(UInt16(runs), at: 0)
    var run = 0
    for i in 0..<words.count where i + 1 == words.count || words[i + 1] != words[i] {
      base.storeLittleEndian(UInt16(i + 1), at: 2 + 2 * run)
      base.storeLittleEndian(words[i], at: 2 + 2 * runs + 8 * run)
      run += 1
    }
  }

  static func decode(_ block: Block, into words: MutableWords) throws(CoreError) {
    let runs = try runs(of: block)
    let base = block.payload.baseAddress!
    var start = 0
    for run in 0..<runs {
      let end = Int(base.littleEndian(UInt16.self, at: 2 + 2 * run))
      guard end > start, end <= block.count else { throw block.malformed("run \(run) ends at \(end)") }
      let value = base.littleEndian(Int64.self, at: 2 + 2 * runs + 8 * run)
      for i in start..<end { words[i] = value }
      start = end
    }
    guard start == block.count else { throw block.malformed("runs end at \(start) of \(block.count)") }
  }

  static func select(_ block: Block, at index: Int) throws(CoreError) -> Int64 {
    let runs = try runs(of: block)
    let base = block.payload.baseAddress!
    var low = 0
    var high = runs
    while low < high {
      let middle = (low + high) / 2
      if Int(base.littleEndian(UInt16.self, at: 2 + 2 * middle)) > index { high = middle } else { low = middle + 1 }
    }
    guard low < runs else { throw block.malformed("no run holds value \(index)") }
    return base.littleEndian(Int64.self, at: 2 + 2 * runs + 8 * low)
  }

  private static func runs(of block: Block) throws(CoreError) -> Int {
    guard block.payload.count >= 2 else { throw block.malformed("no room for the number of runs") }
    let runs = Int(block.payload.baseAddress!.littleEndian(UInt16.self, at: 0))
    try block.requirePayload(2 + 10 * runs)
    return runs
  }
}
