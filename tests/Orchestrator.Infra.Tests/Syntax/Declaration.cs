namespace Orchestrator.Infra.Tests.Syntax;

/// <summary>A statement of a Bicep file.</summary>
/// <param name="Keyword">Its first word, for example <c>param</c>.</param>
/// <param name="Name">What it declares.</param>
/// <param name="Line">Its line, from 1.</param>
internal sealed record Declaration(string Keyword, string Name, int Line)
{
    /// <summary>The type of a param or output, the type and version of a resource, the path of a module.</summary>
    public string Type { get; init; } = "";

    public bool IsExisting { get; init; }

    public Node? Value { get; init; }

    /// <summary>Calls of decorators.</summary>
    public IReadOnlyList<Node> Decorators { get; init; } = [];

    public IEnumerable<Node> Expressions => Value is null ? Decorators : [.. Decorators, Value];

    /// <summary>The object that describes a resource or module, without conditions and loops.</summary>
    public Node? Body
    {
        get
        {
            var node = Value;
            while (node is { Kind: NodeKind.For } or { Kind: NodeKind.Operation, Text: "if" })
                node = node.Children[^1];
            return node;
        }
    }

    public Node? Decorator(string name) => Decorators.FirstOrDefault(decorator => decorator.Text == name);
}
