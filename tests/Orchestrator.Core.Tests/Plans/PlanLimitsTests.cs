using System.Text;
using Orchestrator.Core.Plans;

namespace Orchestrator.Core.Tests.Plans;

public class PlanLimitsTests
{
    private readonly PlanReader _reader = new(TestCatalog.All);

    public static TheoryData<string, byte[], string> Files => new()
    {
        { "empty", [], "1:1 The file is empty." },
        { "only a comment", "# nothing\n"u8.ToArray(), "1:1 The file is empty." },
        { "UTF-16", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("version: 1")], "1:1 The file is encoded in UTF-16, and plans are UTF-8." },
        { "UTF-16 BE", [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes("version: 1")], "1:1 The file is encoded in UTF-16, and plans are UTF-8." },
        { "UTF-16 without mark", Encoding.Unicode.GetBytes("version: 1"), "1:1 The file is encoded in UTF-16 without a byte order mark, and plans are UTF-8." },
        { "UTF-32", [0xFF, 0xFE, 0, 0, .. Encoding.UTF32.GetBytes("version: 1")], "1:1 The file is encoded in UTF-32, and plans are UTF-8." },
        { "zero byte", "version: 1\nna\0me: a"u8.ToArray(), "2:3 The character U+0000 has no place in a plan." },
        { "Latin-1", [.. "version: 1\nname: "u8, 0xFC], "2:7 The byte 0xFC is not UTF-8." },
        { "escape", "version: \u001b[31m1"u8.ToArray(), "1:10 The character U+001B has no place in a plan." },
        { "tab", "version: 1\ncompute:\n\tsource: a"u8.ToArray(), "3:1 YAML does not allow tabs for indentation." },
        { "two documents", "version: 1\n---\nversion: 1"u8.ToArray(), "2:1 The file holds more than one document." },
        { "list", "- version: 1"u8.ToArray(), "1:1 The file holds a list, and must hold the keys of one plan." },
        { "word", "hello"u8.ToArray(), "1:1 The file holds a single value, and must hold the keys of a plan." },
        { "alias bomb", "a: &a [x,x]\nb: &b [*a,*a]"u8.ToArray(), "1:4 Anchors ('&') and aliases ('*') are not allowed in plans." },
        { "tag", "version: !!int 1"u8.ToArray(), "1:10 Tags ('!') are not allowed in plans." },
        { "type tag", "!System.IO.FileInfo { fileName: x }"u8.ToArray(), "1:1 Tags ('!') are not allowed in plans." },
        { "merge key", "name: a\n<<: { b: c }"u8.ToArray(), "2:1 Merge keys ('<<') are not allowed in plans." },
        { "complex key", "? [ a ]\n: b"u8.ToArray(), "1:3 A key must be a single word." },
        { "deep flow", Encoding.UTF8.GetBytes("a: " + new string('[', 100_000)), "1:67 The document is nested deeper than 64 levels." },
        { "deep blocks", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 500).Select(depth => new string(' ', depth) + "a:\n")) + new string(' ', 500) + "b"), "65:65 The document is nested deeper than 64 levels." },
    };

    public static TheoryData<string, string, string> JsonFiles => new()
    {
        { "deep", new string('[', 100_000), "1:65 The document is nested deeper than 64 levels." },
        { "cut off", "{ \"version\": 1,\n  \"name\": ", "2:11 This is not JSON." },
        { "comment", "{ // no\n }", "1:3 This is not JSON." },
        { "half a character", "{ \"name\": \"\\ud800\" }", "1:1 This is not JSON: a text holds half of a character." },
        { "empty", "  \n", "1:1 The file is empty." },
        { "list", "\n [1]", "2:2 The file holds a list, and must hold the keys of one plan." },
        { "two values", "{} {}", "1:4 This is not JSON." },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Read_FileThatIsNoPlan_SaysWhy(string what, byte[] file, string expected) =>
        Assert.Equal((what, expected), (what, Only(_reader.Read(file, "plan.yaml"))));

    [Theory]
    [MemberData(nameof(JsonFiles))]
    public void Read_JsonThatIsNoPlan_SaysWhy(string what, string text, string expected) =>
        Assert.Equal((what, expected), (what, Only(_reader.Read(text, "plan.json"))));

    [Fact]
    public void Read_FiftyMegabytes_IsRefusedUnread() =>
        Assert.Equal("1:1 The file has 50,000,000 bytes, and a plan at most 1,048,576.", Only(_reader.Read(new byte[50_000_000], "plan.yaml")));

    [Fact]
    public void Read_BrokenYaml_SaysWhere() =>
        Assert.StartsWith("2:7 This is not YAML: ", Only(_reader.Read("version: 1\nname: \"a", "plan.yaml")), StringComparison.Ordinal);

    [Fact]
    public void Read_ByteOrderMark_IsFine() =>
        Assert.Empty(_reader.Read((byte[])[0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(PlanText.Valid)], "plan.yaml").Problems);

    [Fact]
    public void Read_WindowsLineEndings_AreFine() =>
        Assert.Empty(_reader.Read(PlanText.Valid.ReplaceLineEndings("\r\n"), "plan.yaml").Problems);

    [Fact]
    public void Read_ThousandsOfProblems_ReportsTheFirst()
    {
        var problems = _reader.Read(string.Concat(Enumerable.Range(0, 40_000).Select(index => $"k{index}: 1\n")), "plan.yaml").Problems;

        Assert.Equal(201, problems.Count);
        Assert.EndsWith("more problems.", problems[^1].Message, StringComparison.Ordinal);
    }

    private static string Only(PlanResult result)
    {
        var problem = Assert.Single(result.Problems);
        Assert.Null(result.Plan);
        return $"{problem.Line}:{problem.Column} {problem.Message}";
    }
}
