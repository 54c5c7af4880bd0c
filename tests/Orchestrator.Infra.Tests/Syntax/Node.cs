namespace Orchestrator.Infra.Tests.Syntax;

/// <summary>An expression.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its name or value.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Children">What it is made of.</param>
internal sealed record Node(NodeKind Kind, string Text, int Line, params IReadOnlyList<Node> Children)
{
    /// <summary>The names that it declares for its last child.</summary>
    public IReadOnlyList<string> Locals { get; init; } = [];

    /// <summary>The resource that it declares.</summary>
    public Declaration? Declares { get; init; }

    public IEnumerable<Node> All() => Children.Concat(Declares is { } declared ? declared.Expressions : []).SelectMany(child => child.All()).Prepend(this);

    /// <summary>The value of a property, when this is an object that has it.</summary>
    public Node? Find(string property) =>
        Children.FirstOrDefault(child => child.Kind == NodeKind.Property && child.Text == property)?.Children[^1];
}
