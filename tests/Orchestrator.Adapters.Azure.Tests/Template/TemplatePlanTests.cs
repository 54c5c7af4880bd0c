using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Adapters.Azure.Template;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.Template;

/// <summary>The plans that the pages show are valid, and the schema knows the keys.</summary>
public sealed partial class TemplatePlanTests
{
    private static readonly ArmConnector Connector = new(new());
    private static readonly AdapterCatalog Catalog = new([new ArmTemplateAdapter(Connector, new([])), new TemplateSpecAdapter(Connector)]);

    [Theory]
    [InlineData("armTemplate")]
    [InlineData("templateSpec")]
    public void Read_PlanOfThePage_HasNoProblemWithTheInfrastructure(string kind)
    {
        var result = new PlanReader(Catalog).Read($"version: 1\nname: orders\n{PlanOf(kind)}", "plan.yaml");

        Assert.DoesNotContain(result.Problems, problem => problem.ToString().Contains("infrastructure", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("createResourceGroup: true", "createResourceGroup: maybe")]
    [InlineData("script: [ \"dnf install -y oracle-instantclient-basic\" ]", "script: []")]
    [InlineData("os: linux", "os: plan9")]
    [InlineData("subscription: GUID", "subscripton: GUID")]
    [InlineData("\n  template: /srv/templates/orders.json", "")]
    public void Read_MistakeInThePlan_IsAProblemWithTheInfrastructure(string right, string wrong)
    {
        var plan = PlanOf("armTemplate");
        Assert.Contains(right, plan, StringComparison.Ordinal);

        var result = new PlanReader(Catalog).Read($"version: 1\nname: orders\n{plan.Replace(right, wrong, StringComparison.Ordinal)}", "plan.yaml");

        Assert.Contains(result.Problems, problem => problem.ToString().Contains("infrastructure", StringComparison.Ordinal));
    }

    [Fact]
    public void Schema_BothKinds_HaveTheirKeys()
    {
        var schema = PlanSchema.Write(Catalog);

        Assert.All(["armTemplate", "templateSpec", "createResourceGroup", "afterwards", "rehearsalParameters", "allowModify"], key => Assert.Contains($"\"{key}\"", schema, StringComparison.Ordinal));
    }

    private static string PlanOf(string kind, [CallerFilePath] string here = "")
    {
        var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
        return Yaml().Match(File.ReadAllText(Path.Combine(root, "docs", "adapters", $"{kind}.md"))).Groups["plan"].Value;
    }

    [GeneratedRegex(@"^```yaml\n(?<plan>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Yaml();
}
