using Orchestrator.Infra.Tests.Syntax;

namespace Orchestrator.Infra.Tests;

public sealed class BicepSyntaxTests
{
    [Theory]
    [InlineData("var a = { b: 1, c: [2, 3] }")]
    [InlineData("var a = {\n  b: 1 // a comment\n  'c d': 2\n  '${e}': 3\n}")]
    [InlineData("var a = b\n  ? 1\n  : 2")]
    [InlineData("var a = 'it\\'s ${b ? 'x${c}' : '}'} \\${d}'")]
    [InlineData("var a = '''\n'quoted' ${not} interpolated\n'''")]
    [InlineData("var a = b!.c.?d[0]::e ?? f[?g]")]
    [InlineData("var a = map(b, (c, d) => -c + !d)")]
    [InlineData("/* of\nlines */ #disable-next-line no-unused-vars\nvar a = 1")]
    [InlineData("@description('x')\n@allowed([\n  1\n  2\n])\nparam a int?")]
    [InlineData("resource a 'T@v' existing = if (b == 'c') {\n  name: 'd'\n}")]
    public void Parse_SoundText_IsRead(string text) => Assert.NotEmpty(StatementParser.Parse(text));

    [Theory]
    [InlineData("var a = {", "line 1")]
    [InlineData("var a = [1 2]", "a comma, a new line or ']'")]
    [InlineData("var a = { b 1 }", "':' is expected")]
    [InlineData("var a = { b: }", "an expression is expected")]
    [InlineData("var a = (1", "')' is expected")]
    [InlineData("var a = 1)", "the end of the statement")]
    [InlineData("var a = 'b", "does not end on its line")]
    [InlineData("var a = 'b${c'", "does not end")]
    [InlineData("var a = '${b c}'", "the end of the interpolation")]
    [InlineData("var a = '\\q'", "the escape '\\q'")]
    [InlineData("var a = '''b", "does not end")]
    [InlineData("/* b", "a comment that does not end")]
    [InlineData("var a = \"b\"", "the character '\"'")]
    [InlineData("var a = b ? 1", "':' is expected")]
    [InlineData("var a = [for b of c: b]", "'in' is expected")]
    [InlineData("var a = 1 +", "an expression is expected")]
    [InlineData("var = 1", "a Identifier is expected")]
    [InlineData("parm a string", "the statement 'parm'")]
    [InlineData("@description('x') param a string", "a NewLine is expected")]
    [InlineData("resource a = {}", "a String is expected")]
    [InlineData("resource a 'T@v' = {\n  @x()\n  param b string\n}", "a param inside a resource")]
    public void Parse_BrokenText_SaysWhatIsWrong(string text, string problem) =>
        Assert.Contains(problem, Assert.Throws<BicepSyntaxException>(() => StatementParser.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_LinesAndComments_LineNumbersAreKept()
    {
        var tokens = Lexer.Read("a /* \n */ b '''\n\n''' c\nd");
        Assert.Equal([("a", 1), ("b", 2), ("c", 4), ("d", 5)], tokens.Where(token => token.Kind == TokenKind.Identifier).Select(token => (token.Text, token.Line)));
    }
}
