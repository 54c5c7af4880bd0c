using Orchestrator.Infra.Tests.Syntax;

namespace Orchestrator.Infra.Tests.Rules;

/// <summary>Every name that is used is declared, once; every parameter, variable and existing resource that is declared is used.</summary>
internal static class NameRule
{
    private static readonly HashSet<string> Functions =
    [
        "any", "array", "base64", "base64ToString", "bool", "cidrHost", "cidrSubnet", "coalesce", "concat", "contains", "createArray", "createObject",
        "dateTimeAdd", "deployer", "deployment", "empty", "endsWith", "environment", "extensionResourceId", "filter", "first", "flatten", "format", "getSecret",
        "groupBy", "guid", "indexOf", "int", "intersection", "items", "join", "json", "last", "lastIndexOf", "length", "list", "listKeys", "loadFileAsBase64",
        "loadJsonContent", "loadTextContent", "loadYamlContent", "managementGroup", "map", "mapValues", "max", "min", "newGuid", "objectKeys", "padLeft", "parseCidr",
        "range", "readEnvironmentVariable", "reduce", "reference", "replace", "resourceGroup", "resourceId", "shallowMerge", "skip", "sort", "split", "startsWith",
        "string", "subscription", "subscriptionResourceId", "substring", "take", "tenant", "tenantResourceId", "toLower", "toObject", "toUpper", "trim", "union",
        "uniqueString", "uri", "uriComponent", "utcNow",
    ];

    private static readonly HashSet<string> Decorators =
        ["allowed", "batchSize", "description", "export", "maxLength", "maxValue", "metadata", "minLength", "minValue", "secure"];

    private static readonly HashSet<string> Types = ["array", "bool", "int", "object", "string"];

    private static readonly string[] Declaring = ["param", "var", "resource", "module", "func"];

    public static IEnumerable<string> Check(IReadOnlyList<BicepFile> files) => files.SelectMany(Check);

    private static IEnumerable<string> Check(BicepFile file)
    {
        var declared = file.Declarations.Where(declaration => Declaring.Contains(declaration.Keyword)).ToList();
        var scope = declared.Select(declaration => declaration.Name).Concat(["az", "sys"]).ToHashSet();
        return
        [
            .. declared.GroupBy(declaration => declaration.Name).Where(group => group.Count() > 1).Select(group => Findings.At(file, group.Last(), "is declared twice")),
            .. file.Declarations.SelectMany(declaration => declaration.Expressions).SelectMany(node => Undeclared(file, node, scope)),
            .. file.Nodes().Where(node => node.Kind == NodeKind.Nested).SelectMany(node => UnknownNested(file, node)),
            .. file.Declarations.SelectMany(declaration => declaration.Decorators).Where(decorator => !Decorators.Contains(decorator.Text))
                .Select(decorator => Findings.At(file, decorator.Line, $"the decorator '{decorator.Text}' is not known")),
            .. file.Declarations.Where(declaration => declaration.Keyword is "param" or "output" && declaration.Type.Length > 0 && !Types.Contains(declaration.Type.TrimEnd('?', '[', ']')))
                .Select(declaration => Findings.At(file, declaration, $"the type '{declaration.Type}' is not known")),
            .. file.IsParameters ? [] : Unused(file, declared),
        ];
    }

    private static IEnumerable<string> Undeclared(BicepFile file, Node node, HashSet<string> scope)
    {
        if (node.Kind == NodeKind.Name && !scope.Contains(node.Text))
            yield return Findings.At(file, node.Line, $"'{node.Text}' is not declared");
        if (node.Kind == NodeKind.Call && !Functions.Contains(node.Text) && !scope.Contains(node.Text) && !Decorators.Contains(node.Text))
            yield return Findings.At(file, node.Line, $"the function '{node.Text}' is not known");
        HashSet<string> inner = [.. scope, .. node.Locals, .. node.Children.Where(child => child.Kind == NodeKind.Resource).Select(child => child.Text)];
        foreach (var child in node.Children)
            // The source of a loop does not see its variable.
            foreach (var problem in Undeclared(file, child, node.Kind == NodeKind.For && child == node.Children[0] ? scope : inner))
                yield return problem;
        foreach (var problem in (node.Declares?.Expressions ?? []).SelectMany(expression => Undeclared(file, expression, inner)))
            yield return problem;
    }

    private static IEnumerable<string> UnknownNested(BicepFile file, Node node)
    {
        var parent = file.Of("resource").FirstOrDefault(resource => resource.Name == node.Children[0].Text);
        if (parent?.Body?.Children.Any(child => child.Kind == NodeKind.Resource && child.Text == node.Text) != true)
            yield return Findings.At(file, node.Line, $"'{node.Children[0].Text}' has no resource '{node.Text}'");
    }

    private static IEnumerable<string> Unused(BicepFile file, List<Declaration> declared)
    {
        var used = file.Nodes().Where(node => node.Kind is NodeKind.Name or NodeKind.Call).Select(node => node.Text).ToHashSet();
        return declared
            .Where(declaration => declaration.Keyword is "param" or "var" or "func" || declaration.IsExisting)
            .Where(declaration => !used.Contains(declaration.Name))
            .Select(declaration => Findings.At(file, declaration, "is not used"));
    }
}
