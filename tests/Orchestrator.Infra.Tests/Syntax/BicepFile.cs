namespace Orchestrator.Infra.Tests.Syntax;

/// <summary>A Bicep file that was read.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Declarations">Its statements.</param>
internal sealed record BicepFile(string Path, IReadOnlyList<Declaration> Declarations)
{
    public bool IsParameters => Path.EndsWith(".bicepparam", StringComparison.Ordinal);

    public static BicepFile Read(string path) => Parse(path, File.ReadAllText(path));

    public static BicepFile Parse(string path, string text) => new(path, StatementParser.Parse(text));

    public IEnumerable<Declaration> Of(string keyword) => Declarations.Where(declaration => declaration.Keyword == keyword);

    public IEnumerable<Node> Nodes() => Declarations.SelectMany(declaration => declaration.Expressions).SelectMany(node => node.All());
}
