using System.Xml.Linq;

namespace Orchestrator.Core.Tests.Architecture;

public sealed class DependenciesTests
{
    private static readonly string[] CorePackages =
    [
        "Microsoft.CodeAnalysis.BannedApiAnalyzers", "Microsoft.Extensions.DependencyInjection.Abstractions",
        "Microsoft.Extensions.Logging.Abstractions", "YamlDotNet",
    ];

    // Which projects of src may reference which; what is not listed is forbidden.
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Orchestrator.Core"] = [],
        ["Orchestrator.Engine.Sqlite"] = ["Orchestrator.Core"],
        ["Orchestrator.Adapters.PostgreSql"] = ["Orchestrator.Core"],
        ["Orchestrator.Adapters.Files"] = ["Orchestrator.Core"],
        ["Orchestrator.Adapters.Azure"] = ["Orchestrator.Core"],
        ["Orchestrator.Adapters.Local"] = ["Orchestrator.Core"],
        ["Orchestrator.Api"] = ["Orchestrator.Core"],
        ["Orchestrator.Functions"] =
        [
            "Orchestrator.Core", "Orchestrator.Api", "Orchestrator.Adapters.PostgreSql", "Orchestrator.Adapters.Files",
            "Orchestrator.Adapters.Azure", "Orchestrator.Adapters.Local",
        ],
        ["Orchestrator.Local"] =
        [
            "Orchestrator.Core", "Orchestrator.Engine.Sqlite", "Orchestrator.Api", "Orchestrator.Adapters.PostgreSql",
            "Orchestrator.Adapters.Files", "Orchestrator.Adapters.Azure", "Orchestrator.Adapters.Local",
        ],
    };

    public static TheoryData<string> Projects =>
        [.. Repository.Files("*.csproj", "src").Select(path => Path.GetFileNameWithoutExtension(path)).Order()];

    [Theory]
    [MemberData(nameof(Projects))]
    public void ProjectReferences_EachProject_FollowTheArrows(string project)
    {
        var references = Items(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')));
        Assert.True(Allowed.TryGetValue(project, out var allowed), $"{project} is not in the table of arrows.");
        Assert.Empty(references.Except(allowed));
    }

    [Fact]
    public void PackageReferences_Core_AreOnlyAbstractions() => Assert.Empty(Items("Orchestrator.Core", "PackageReference").Except(CorePackages));

    [Fact]
    public void AssemblyReferences_Core_NoAzureDatabaseOrDurablePackage() => Assert.DoesNotContain(
        typeof(Ports.IAdapter).Assembly.GetReferencedAssemblies(),
        name => name.Name!.StartsWith("Azure", StringComparison.Ordinal) || name.Name.StartsWith("Npgsql", StringComparison.Ordinal)
            || name.Name.Contains("Sqlite", StringComparison.OrdinalIgnoreCase) || name.Name.Contains("DurableTask", StringComparison.Ordinal));

    [Fact]
    public void Packages_Everywhere_TakeTheirVersionFromTheCentralFile()
    {
        var own = Repository.Files("*.csproj", "src", "tests", "samples")
            .SelectMany(path => XDocument.Load(path).Descendants("PackageReference"))
            .Where(item => item.Attribute("Version") is not null);
        Assert.Empty(own);
    }

    private static IEnumerable<string> Items(string project, string kind) =>
        XDocument.Load(Path.Combine(Repository.Root, "src", project, $"{project}.csproj"))
            .Descendants(kind).Select(item => item.Attribute("Include")!.Value);
}
