using Orchestrator.Infra.Tests.Rules;
using Orchestrator.Infra.Tests.Syntax;

namespace Orchestrator.Infra.Tests;

/// <summary>The templates of infra/ keep to the rules.</summary>
public sealed class TemplateTests
{
    private static readonly string[] Patterns = ["*.bicep", "*.bicepparam"];

    private static readonly Lazy<IReadOnlyList<BicepFile>> All = new(() => [.. Templates().Select(BicepFile.Read)]);

    public static TheoryData<string> Landings =>
        [.. Directory.EnumerateDirectories(Path.Combine(Repository.Infra, "landing")).Select(path => Path.GetFileName(path)).Order()];

    [Fact]
    public void Files_All_AreDescribed() => Assert.Empty(DescriptionRule.Check(All.Value));

    [Fact]
    public void Files_All_UseDeclaredNames() => Assert.Empty(NameRule.Check(All.Value));

    [Fact]
    public void Files_All_CallModulesRightly() => Assert.Empty(ModuleRule.Check(All.Value));

    [Fact]
    public void Files_All_GiveNoSecretAway() => Assert.Empty(SecretRule.Check(All.Value));

    [Fact]
    public void Files_All_UseOneVersionOfAType() => Assert.Empty(VersionRule.Check(All.Value));

    [Fact]
    public void Modules_Each_IsUsedOrDeployedByHand()
    {
        var used = All.Value.SelectMany(file => file.Of("module").Select(module => Path.GetFileName(module.Type)));
        var modules = All.Value.Where(file => file.Path.Contains("/modules/", StringComparison.Ordinal)).Select(file => Path.GetFileName(file.Path));
        Assert.Equal(["landingZoneAccess.bicep"], modules.Except(used));
    }

    [Theory]
    [MemberData(nameof(Landings))]
    public void Landing_Each_HasAReadmeWithItsParameters(string name)
    {
        var readme = Repository.Read($"infra/landing/{name}/README.md");
        var template = BicepFile.Read(Path.Combine(Repository.Infra, "landing", name, "main.bicep"));
        Assert.All(template.Of("param"), param => Assert.Contains(
            $"| `{param.Name}` | {param.Decorator("description")!.Children[0].Text.Replace("|", "\\|")} |", readme, StringComparison.Ordinal));
        Assert.Contains("az ts create", readme, StringComparison.Ordinal);
    }

    [Fact]
    public void Landing_All_AreClosedUnlessOpened()
    {
        var landings = All.Value.Where(file => file.Path.Contains("/landing/", StringComparison.Ordinal)).ToList();
        var opening = landings.SelectMany(file => file.Of("param")).Where(param => param.Name.StartsWith("allow", StringComparison.Ordinal));
        Assert.All(opening, param => Assert.Equal("false", param.Value?.Text));
        Assert.DoesNotContain(landings.SelectMany(file => file.Of("resource")), resource => resource.Type.Contains("publicIPAddresses", StringComparison.OrdinalIgnoreCase));
    }

    private static IEnumerable<string> Templates() => Patterns
        .SelectMany(pattern => Directory.EnumerateFiles(Repository.Infra, pattern, SearchOption.AllDirectories)).Order(StringComparer.Ordinal);
}
