import Testing
import TideGenerator
import TideModel

@Suite struct DeterminismTests {
  // The digests pin the bytes for other machines: they were taken on x86-64 Linux and must not change anywhere.
  @Test func sameSeedSameBytes() throws {
    let data = GeneratedData(size: DataSize(indicators: 10, districts: 0, periods: 2), seed: 42)
    let digests = [Samples.digest(try Samples.fingertips(data)), Samples.digest(try Samples.tidy(data))]
    #expect(digests == [18_213_127_435_268_390_823, 188_921_113_780_414_090])
  }

  @Test func aSecondRunOfTheSameDataGivesTheSameBytes() throws {
    let data = GeneratedData(size: Samples.deep, seed: 7)
    let first = try Samples.tidy(data)
    #expect(try Samples.tidy(data) == first)
    #expect(try Samples.tidy(GeneratedData(size: Samples.deep, seed: 7)) == first)
  }

  @Test func otherSeedOtherBytes() throws {
    let first = try Samples.tidy(GeneratedData(size: Samples.tiny, seed: 1))
    let second = try Samples.tidy(GeneratedData(size: Samples.tiny, seed: 2))
    #expect(first != second)
  }

  @Test func figureCountIsTheNumberOfRows() throws {
    for data in [
      GeneratedData(size: Samples.deep, seed: 3), GeneratedData(size: Samples.tiny, seed: 3, nextYear: true),
    ] {
      let lines = try Samples.tidy(data).count { $0 == UInt8(ascii: "\n") }
      #expect(lines == data.figureCount + 1)
    }
  }

  @Test func theNextYearGoesOnWithTheSameAreasAndStrata() {
    let now = Samples.slices(GeneratedData(size: Samples.tiny, seed: 5))
    let next = Samples.slices(GeneratedData(size: Samples.tiny, seed: 5, nextYear: true))
    #expect(now.map(\.stratum) == next.map(\.stratum))
    for (old, new) in zip(now, next) {
      #expect(new.periods == [old.periods[3].shifted(by: 1)])
      // Populations of whole England change by little in a year.
      let before = old.number(.denominator, cell: 3 * old.areaCount) ?? 0
      let after = new.number(.denominator, cell: 0) ?? 0
      #expect(abs(after / before - 1) < 0.05)
    }
  }

  @Test func sizesAreNamedOrMultiplesOfM() {
    #expect(DataSize("S") == .small)
    #expect(DataSize("m") == .medium)
    #expect(DataSize("L") == .large)
    #expect(DataSize("0.1") == .small)
    #expect(DataSize("smoke") == .smoke)
    for text in ["", "XL", "0", "-1", "nan", "1e9"] { #expect(DataSize(text) == nil) }
  }

  @Test func sizesHoldWhatTheyPromise() {
    #expect((950_000...1_050_000).contains(GeneratedData(size: .small, seed: 1).figureCount))
    #expect((9_500_000...10_500_000).contains(GeneratedData(size: .medium, seed: 1).figureCount))
    #expect((45_000_000...55_000_000).contains(GeneratedData(size: .large, seed: 1).figureCount))
  }
}
