using System.Text.Json.Nodes;
using Xunit;

namespace Orchestrator.Testing.Arm.Tests;

public sealed class QuestionTests
{
    private const string Seen = """
        {"id":"/operations/1f0e8a52-0c11-4b8e-9d2f-3a4b5c6d7e8f","etag":"a1","made":"2026-11-29T07:00:00Z","at":"http://127.0.0.1:4001/x","state":"Ready"}
        """;

    [Theory]
    [InlineData("1f0e8a52-0c11-4b8e-9d2f-3a4b5c6d7e8f", "00000000-0c11-4b8e-9d2f-3a4b5c6d7e8f")]
    [InlineData("2026-11-29T07:00:00Z", "2026-11-29T07:00:01.5Z")]
    [InlineData("127.0.0.1:4001", "127.0.0.1:50000")]
    [InlineData("\"a1\"", "\"b2\"")]
    public void Form_OtherIdTimePortOrEtag_IsTheSame(string seen, string other) => Assert.Equal(FormOf(Seen), FormOf(Replaced(seen, other)));

    [Theory]
    [InlineData("Ready", "Gone")]
    [InlineData("made", "born")]
    [InlineData("2026-11-29T07:00:00Z", "2026-11-29 07:00:00Z")]
    [InlineData("1f0e8a52-0c11-4b8e-9d2f-3a4b5c6d7e8f", "1f0e8a520c114b8e9d2f3a4b5c6d7e8f")]
    public void Form_AnythingElseIsDifferent_Differs(string seen, string other) => Assert.NotEqual(FormOf(Seen), FormOf(Replaced(seen, other)));

    private static string Replaced(string seen, string other)
    {
        Assert.Contains(seen, Seen, StringComparison.Ordinal);
        return Seen.Replace(seen, other, StringComparison.Ordinal);
    }

    private static string FormOf(string body) => Question.Of(new RecordedExchange
    {
        Method = "GET",
        Target = "/subscriptions",
        RequestHeaders = new Dictionary<string, string>(),
        RequestBody = "",
        Status = 200,
        AnswerHeaders = new Dictionary<string, string>(),
        AnswerBody = JsonNode.Parse(body),
    }).Form;
}
