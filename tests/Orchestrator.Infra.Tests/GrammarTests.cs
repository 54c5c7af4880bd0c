using System.Diagnostics;
using Orchestrator.Infra.Tests.Syntax;

namespace Orchestrator.Infra.Tests;

/// <summary>A second opinion on the syntax, from a grammar that is not ours. It does not know files of parameters.</summary>
public sealed class GrammarTests
{
    private static readonly string Modules = Path.Combine(Repository.Root, ".orchestrator", "bicep");

    [Fact]
    public async Task Parse_Templates_FindsNoError() =>
        Assert.Equal("", await ParseAsync([.. Directory.EnumerateFiles(Repository.Infra, "*.bicep", SearchOption.AllDirectories)]));

    [Theory]
    [InlineData("var a = [1")]
    [InlineData("param a string = {")]
    [InlineData("resource a 'Microsoft.X/y@2024-01-01' = { name 'b' }")]
    public async Task Parse_BrokenText_IsRefusedByBoth(string text)
    {
        var file = Path.Combine(Path.GetTempPath(), $"{Path.GetRandomFileName()}.bicep");
        await File.WriteAllTextAsync(file, text);
        try
        {
            Assert.NotEqual("", await ParseAsync([file]));
            Assert.Throws<BicepSyntaxException>(() => StatementParser.Parse(text));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<string> ParseAsync(IReadOnlyList<string> files)
    {
        Assert.True(File.Exists(Path.Combine(Modules, "node_modules", "web-tree-sitter", "package.json")), "The Bicep grammar is not installed. Run ./test once.");
        using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(Repository.Root, "tests/Orchestrator.Infra.Tests/Grammar/parse.mjs"), Modules, .. files])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var errors = node.StandardError.ReadToEndAsync(limit.Token);
        var output = await node.StandardOutput.ReadToEndAsync(limit.Token);
        await node.WaitForExitAsync(limit.Token);
        Assert.True(node.ExitCode == 0, await errors);
        return output;
    }
}
