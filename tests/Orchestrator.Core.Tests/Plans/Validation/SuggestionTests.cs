using Orchestrator.Core.Plans.Validation;

namespace Orchestrator.Core.Tests.Plans.Validation;

public class SuggestionTests
{
    private static readonly string[] Known = ["name", "version", "dependsOn", "data", "traffic"];

    [Theory]
    [InlineData("nmae", "name")]
    [InlineData("Name", "name")]
    [InlineData("dependson", "dependsOn")]
    [InlineData("trafic", "traffic")]
    [InlineData("dta", "data")]
    [InlineData("versoinsx", null)]
    [InlineData("colour", null)]
    public void For_Word_FindsTheNearest(string word, string? expected) => Assert.Equal(expected, Suggestion.For(word, Known));

    [Fact]
    public void For_EndlessWord_FindsNothing() => Assert.Null(Suggestion.For(new string('a', 1_000_000), Known));

    [Theory]
    [InlineData("", "abc", 3)]
    [InlineData("abc", "abc", 0)]
    [InlineData("abc", "acb", 1)]
    [InlineData("kitten", "sitting", 3)]
    public void Distance_Words_CountsMistakes(string left, string right, int expected) => Assert.Equal(expected, Suggestion.Distance(left, right));
}
