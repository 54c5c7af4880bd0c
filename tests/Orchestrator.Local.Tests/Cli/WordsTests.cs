using Orchestrator.Local.Cli;

namespace Orchestrator.Local.Tests.Cli;

public class WordsTests
{
    [Theory]
    [InlineData(-5, "0 s")]
    [InlineData(0.44, "0.4 s")]
    [InlineData(9.99, "9.9 s")]
    [InlineData(42.9, "42 s")]
    [InlineData(185, "3:05 min")]
    [InlineData(7384, "2:03:04 h")]
    [InlineData(1_137_600, "13 d 4 h")]
    public void Of_Duration_IsShort(double seconds, string expected) => Assert.Equal(expected, Words.Of(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1536, "1.5 KiB")]
    [InlineData(2_147_483_648, "2 GiB")]
    [InlineData(1e19, "8881.7 PiB")]
    public void Of_Bytes_HasTheRightUnit(double bytes, string expected) => Assert.Equal(expected, Words.Of(bytes, "bytes"));

    [Fact]
    public void Of_Rows_AreCounted() => Assert.Equal("12,000 rows", Words.Of(12_000, "rows"));
}
