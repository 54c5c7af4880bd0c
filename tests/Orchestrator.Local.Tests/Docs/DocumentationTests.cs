using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Orchestrator.Core.Migrations;
using Orchestrator.Core.Plans;
using Orchestrator.Local.Cli;

namespace Orchestrator.Local.Tests.Docs;

/// <summary>What the documentation says is tried.</summary>
public sealed partial class DocumentationTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(ThisFolder(), "..", "..", ".."));
    private static readonly string Readme = File.ReadAllText(Path.Combine(Root, "README.md"));

    [Fact]
    public void Readme_Plan_IsValid() =>
        Assert.Empty(new PlanReader(LocalCatalog.Create()).Read(System.Text.Encoding.UTF8.GetBytes(Yaml().Match(Readme).Groups[1].Value), "README.md").Problems);

    [Fact]
    public void OrdersPlan_OfTheSample_IsValid() =>
        Assert.Empty(new PlanReader(LocalCatalog.Create()).Read(File.ReadAllBytes(Path.Combine(Root, "samples/orders/plan.yaml")), "plan.yaml").Problems);

    [Fact]
    public void Readme_Commands_AreVerbsOfTheCommandLine()
    {
        var verbs = CommandLine.ClientVerbs.Select(create => create(CliHost.ForProcess(LocalCatalog.Create)).Name).Concat(["serve", "gateway", "demo", "bench", "screenshots"]);
        Assert.Empty(Verb().Matches(Readme).Select(match => match.Groups[1].Value).Distinct().Except(verbs));
    }

    [Fact]
    public void Readme_Pictures_HaveEveryStep() => Assert.All(
        Runbook.List(OfflineMigration.Flow).Concat(Runbook.List(OnlineMigration.Flow)).Concat(Runbook.List(WayBack.Flow)),
        step => Assert.Matches($@"(\[|--> |\n  ){Regex.Escape(step.Name)}[\] ]", Readme));

    [Fact]
    public void Documents_Links_LeadToFiles()
    {
        var documents = Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories).Append(Path.Combine(Root, "README.md")).Append(Path.Combine(Root, "samples/README.md"));
        var broken = documents.SelectMany(document => Link().Matches(File.ReadAllText(document))
            .Select(match => Path.Combine(Path.GetDirectoryName(document)!, match.Groups[1].Value)))
            .Where(path => !File.Exists(path) && !Directory.Exists(path));
        Assert.Empty(broken);
    }

    private static string ThisFolder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    [GeneratedRegex("```yaml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Yaml();

    [GeneratedRegex(@"\./run ([a-z]+)")]
    private static partial Regex Verb();

    [GeneratedRegex(@"\]\((?!https?:)([^)#\s]+)")]
    private static partial Regex Link();
}
