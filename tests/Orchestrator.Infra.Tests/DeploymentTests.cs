using System.Text.RegularExpressions;
using Orchestrator.Infra.Tests.Syntax;
using YamlDotNet.RepresentationModel;

namespace Orchestrator.Infra.Tests;

/// <summary>What deploys the templates fits to them: azd, the two pipelines and the page that explains them.</summary>
public sealed partial class DeploymentTests
{
    // What azd and the pipelines give themselves.
    private static readonly string[] Given = ["AZURE_CLIENT_ID", "AZURE_SUBSCRIPTION_ID"];

    private static readonly BicepFile Main = BicepFile.Read(Path.Combine(Repository.Infra, "main.bicep"));

    [Theory]
    [InlineData("azure.yaml")]
    [InlineData(".github/workflows/ci.yml")]
    [InlineData(".azuredevops/pipeline.yml")]
    [InlineData("docs/azure.md")]
    public void Variables_EachFile_AreOutputsOrParameters(string path) => Assert.Empty(Unknown(Repository.Read(path)));

    [Fact]
    public void Variables_OfNobody_AreFound() => Assert.Equal(["SERVICE_FUNCTION_URI"], Unknown("$SERVICE_FUNCTION_URI ${SERVICE_FUNCTIONS_URI} $AZURE_ENV_NAME"));

    [Fact]
    public void Azd_Services_HaveAnAppWithTheirTagAndOutputs()
    {
        var azure = Yaml.Parse(Repository.Read("azure.yaml"));
        Assert.Equal(("infra", "main"), (Yaml.At(azure, "infra", "path"), Yaml.At(azure, "infra", "module")));
        var service = Assert.Single(((YamlMappingNode)Yaml.Find(azure, "services")!).Children);
        Assert.Equal(("./src/Orchestrator.Functions", "dotnet", "function"), (Yaml.At(service.Value, "project"), Yaml.At(service.Value, "language"), Yaml.At(service.Value, "host")));
        Assert.True(File.Exists(Path.Combine(Repository.Root, "src/Orchestrator.Functions/Orchestrator.Functions.csproj")));
        var name = ((YamlScalarNode)service.Key).Value!;
        Assert.Contains(Main.Nodes(), node => node is { Kind: NodeKind.Property, Text: "azd-service-name" } && node.Children[^1].Text == name);
        Assert.Contains($"SERVICE_{name.ToUpperInvariant()}_NAME", Outputs());
    }

    [Fact]
    public void Settings_OfTheApp_AreOnesThatItReads()
    {
        var options = Repository.Read("src/Orchestrator.Functions/FunctionsOptions.cs");
        var app = BicepFile.Read(Path.Combine(Repository.Infra, "modules", "functionApp.bicep"));
        var names = app.Of("var").Single(variable => variable.Name == "ownSettings").Value!.Children.Select(child => child.Text)
            .Where(name => name.StartsWith("Orchestrator__", StringComparison.Ordinal)).Select(name => name.Split("__")[1]).ToList();
        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.Matches($@"public \S.* {name} {{ get;", options));
    }

    [Theory]
    [InlineData(".github/workflows/ci.yml", "jobs")]
    [InlineData(".azuredevops/pipeline.yml", "stages")]
    public void Pipeline_Each_TestsBeforeItPublishesBeforeItDeploys(string path, string list)
    {
        var pipeline = Yaml.Find(Yaml.Parse(Repository.Read(path)), list)!;
        Assert.Contains(".ci/run", string.Join('\n', Stage(pipeline, "test").AllNodes.OfType<YamlScalarNode>().Select(node => node.Value)), StringComparison.Ordinal);
        Assert.Equal("test", Needs(Stage(pipeline, "publish")));
        Assert.Equal("publish", Needs(Stage(pipeline, "deploy")));
    }

    [Theory]
    [InlineData(".github/workflows/ci.yml")]
    [InlineData(".azuredevops/pipeline.yml")]
    public void Pipeline_Each_HasNoSecret(string path) =>
        Assert.DoesNotMatch("(?i)secrets\\.|client-secret|creds:|publish-?profile|password", Repository.Read(path).Replace("no secrets", "", StringComparison.Ordinal));

    [Fact]
    public void Workflow_OnlyDeploying_MayAskForTokens()
    {
        var workflow = Yaml.Parse(Repository.Read(".github/workflows/ci.yml"));
        Assert.Equal("", Yaml.At(workflow, "permissions", "id-token"));
        Assert.Equal("write", Yaml.At(workflow, "jobs", "deploy", "permissions", "id-token"));
    }

    private static YamlNode Stage(YamlNode stages, string name) => stages is YamlSequenceNode list
        ? list.Single(stage => Yaml.At(stage, "stage") == name)
        : Yaml.Find(stages, name)!;

    private static string Needs(YamlNode stage) => Yaml.At(stage, "needs") + Yaml.At(stage, "dependsOn");

    private static IEnumerable<string> Unknown(string text) =>
        Variable().Matches(text).Select(match => match.Value).Distinct().Except(Outputs()).Except(Inputs()).Except(Given);

    private static IEnumerable<string> Outputs() => Main.Of("output").Select(output => output.Name);

    // What main.bicepparam reads from the environment.
    private static IEnumerable<string> Inputs() => BicepFile.Read(Path.Combine(Repository.Infra, "main.bicepparam")).Nodes()
        .Where(node => node is { Kind: NodeKind.Call, Text: "readEnvironmentVariable" }).Select(node => node.Children[0].Text);

    [GeneratedRegex(@"\b(AZURE|SERVICE|ORCHESTRATOR|ENTRA|ALERT|DASHBOARD|USE)(_[A-Z]+)+\b")]
    private static partial Regex Variable();
}
