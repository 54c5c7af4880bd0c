using System.Text.RegularExpressions;
using Orchestrator.Infra.Tests.Syntax;

namespace Orchestrator.Infra.Tests.Rules;

/// <summary>No output gives a secret away, no key is asked for unless it goes into a key vault, and what takes a secret is marked as secure and has no default.</summary>
internal static partial class SecretRule
{
    public static IEnumerable<string> Check(IReadOnlyList<BicepFile> files) => files.SelectMany(Check);

    private static IEnumerable<string> Check(BicepFile file) =>
    [
        .. file.Of("output").Where(output => Reached(file, output.Value!, []).Any(node => IsSecret(file, node))).Select(output => Findings.At(file, output, "gives a secret away")),
        .. file.Declarations.Where(declaration => !declaration.Type.StartsWith("Microsoft.KeyVault/vaults/secrets@", StringComparison.Ordinal))
            .SelectMany(declaration => declaration.Expressions).SelectMany(node => node.All()).Where(IsKeyCall).Select(node => Findings.At(file, node.Line, $"'{node.Text}' asks for keys; use an identity")),
        .. file.Of("param").Where(IsUnmarked).Select(param => Findings.At(file, param, "takes a secret and is not marked with @secure()")),
        .. file.Of("param").Where(param => IsSecure(param) && param.Value is { } value && value is not { Kind: NodeKind.Text, Text: "" })
            .Select(param => Findings.At(file, param, "is a secret with a default")),
    ];

    // Whatever the value is made of, through variables.
    private static IEnumerable<Node> Reached(BicepFile file, Node value, HashSet<string> seen) => value.All()
        .SelectMany(node => node.Kind == NodeKind.Name && seen.Add(node.Text) && file.Of("var").FirstOrDefault(variable => variable.Name == node.Text)?.Value is { } inner
            ? Reached(file, inner, seen) : [node]);

    private static bool IsSecret(BicepFile file, Node node) => node.Kind switch
    {
        NodeKind.Name => file.Of("param").Any(param => param.Name == node.Text && IsSecure(param)),
        NodeKind.Member => SecretName().IsMatch(node.Text),
        _ => IsKeyCall(node),
    };

    private static bool IsKeyCall(Node node) =>
        node.Kind is NodeKind.Call or NodeKind.MethodCall && (node.Text.StartsWith("list", StringComparison.Ordinal) || node.Text == "getSecret");

    private static bool IsSecure(Declaration param) => param.Decorator("secure") is not null;

    private static bool IsUnmarked(Declaration param) => param.Type is "string" or "object" && SecretName().IsMatch(param.Name) && !IsSecure(param);

    [GeneratedRegex("(password|secret|connectionString|primaryKey|secondaryKey|accessKey|accountKey|privateKey|sharedKey|sasToken|credential)$", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();
}
