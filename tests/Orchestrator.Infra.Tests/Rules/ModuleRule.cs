using Orchestrator.Infra.Tests.Syntax;

namespace Orchestrator.Infra.Tests.Rules;

/// <summary>Modules and parameter files refer to files that exist, give what those require and nothing that they do not have, and use outputs that they have.</summary>
internal static class ModuleRule
{
    public static IEnumerable<string> Check(IReadOnlyList<BicepFile> files)
    {
        var byPath = files.ToDictionary(file => Path.GetFullPath(file.Path));
        return files.SelectMany(file => file.IsParameters ? CheckParameters(file, byPath) : file.Of("module").SelectMany(module => CheckModule(file, module, byPath)));
    }

    private static IEnumerable<string> CheckModule(BicepFile file, Declaration module, Dictionary<string, BicepFile> files)
    {
        if (Resolve(file, module.Type, files) is not { } target)
            return [Findings.At(file, module, $"there is no '{module.Type}'")];
        var given = module.Body?.Find("params")?.Children.Select(child => child.Text).ToList() ?? [];
        return
        [
            .. Differences(given, target).Select(problem => Findings.At(file, module, problem)),
            .. Outputs(file, module.Name).Except(target.Of("output").Select(output => output.Name)).Select(output => Findings.At(file, module, $"{module.Type} has no output '{output}'")),
        ];
    }

    private static IEnumerable<string> CheckParameters(BicepFile file, Dictionary<string, BicepFile> files)
    {
        var used = file.Of("using").SingleOrDefault();
        if (used is null || Resolve(file, used.Type, files) is not { } target)
            return [Findings.At(file, 1, $"there is no '{used?.Type}' that it is for")];
        return Differences([.. file.Of("param").Select(param => param.Name)], target).Select(problem => Findings.At(file, 1, problem));
    }

    private static BicepFile? Resolve(BicepFile file, string path, Dictionary<string, BicepFile> files) =>
        files.GetValueOrDefault(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file.Path))!, path)));

    private static IEnumerable<string> Differences(List<string> given, BicepFile target)
    {
        var known = target.Of("param").ToList();
        return
        [
            .. given.Except(known.Select(param => param.Name)).Select(name => $"{Path.GetFileName(target.Path)} has no parameter '{name}'"),
            .. known.Where(param => param.Value is null && !param.Type.EndsWith('?')).Select(param => param.Name).Except(given)
                .Select(name => $"{Path.GetFileName(target.Path)} requires the parameter '{name}'"),
        ];
    }

    // What is read as module.outputs.NAME, with or without an index and an assertion that it is there.
    private static IEnumerable<string> Outputs(BicepFile file, string module) => file.Nodes()
        .Where(node => node is { Kind: NodeKind.Member, Children: [{ Kind: NodeKind.Member, Text: "outputs" } outputs] } && IsModule(outputs.Children[0], module))
        .Select(node => node.Text);

    private static bool IsModule(Node node, string module) =>
        node is { Kind: NodeKind.Name } ? node.Text == module : node.Kind == NodeKind.Index && IsModule(node.Children[0], module);
}
