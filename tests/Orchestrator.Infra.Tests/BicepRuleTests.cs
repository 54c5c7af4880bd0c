using Orchestrator.Infra.Tests.Rules;
using Orchestrator.Infra.Tests.Syntax;

namespace Orchestrator.Infra.Tests;

/// <summary>Each rule accepts what is right and refuses what is wrong: a check that cannot fail proves nothing.</summary>
public sealed class BicepRuleTests
{
    private const string Module = """
        metadata name = 'Module'
        metadata description = 'A module.'
        @description('Required. The name.')
        param name string
        @description('Optional. How many.')
        param count int = 1
        resource group 'Microsoft.Network/networkSecurityGroups@2024-07-01' = {
          name: '${name}-${count}'
        }
        @description('The id.')
        output id string = group.id
        """;

    private const string Main = """
        metadata name = 'Main'
        metadata description = 'Uses the module.'
        @description('Optional. Names.')
        param names array = ['a', 'b']
        module one 'module.bicep' = [
          for (name, index) in names: if (!empty(name)) {
            params: { name: '${name}${index}', count: index > 0 ? 2 : 3 }
          }
        ]
        @description('The ids.')
        output ids array = map(range(0, length(names)), i => one[i]!.outputs.id)
        """;

    [Theory]
    [InlineData("description")]
    [InlineData("name")]
    [InlineData("module")]
    [InlineData("secret")]
    [InlineData("version")]
    public void Check_SoundFiles_FindsNothing(string rule) => Assert.Empty(RuleFor(rule)([Parse("main.bicep", Main), Parse("module.bicep", Module)]));

    [Theory]
    [InlineData("param a string", "is not described")]
    [InlineData("@description('The name.')\nparam a string", "begins with '.'")]
    [InlineData("@description('Required. The name.')\nparam a string = ''", "is Optional")]
    [InlineData("@description('Optional. The name.')\nparam a string", "is Required")]
    [InlineData("@description('Conditional. The name. Required with b.')\nparam a string", "is Required")]
    [InlineData("@description('Required. The name')\nparam a string", "is not described by a sentence")]
    [InlineData("output a string = 'b'", "is not described")]
    [InlineData("var a = 1", "metadata description is missing")]
    public void Description_Missing_IsFound(string text, string problem) => AssertFound("description", problem, Parse("main.bicep", text));

    [Theory]
    [InlineData("output a string = b", "'b' is not declared")]
    [InlineData("var a = [for b in b: b]\noutput c array = a", "'b' is not declared")]
    [InlineData("var a = map([1], b => c)\noutput d array = a", "'c' is not declared")]
    [InlineData("output a string = 'x${b.c}y'", "'b' is not declared")]
    [InlineData("output a string = uniqeString('b')", "the function 'uniqeString' is not known")]
    [InlineData("func f(a string) string => b\noutput c string = f('')", "'b' is not declared")]
    [InlineData("@descripton('x')\nparam a string\noutput b string = a", "the decorator 'descripton' is not known")]
    [InlineData("param a strng\noutput b string = a", "the type 'strng' is not known")]
    [InlineData("param a string", "param a: is not used")]
    [InlineData("var a = 1", "var a: is not used")]
    [InlineData("resource a 'Microsoft.X/y@2024-01-01' existing = { name: 'b' }", "resource a: is not used")]
    [InlineData("var a = 1\nvar a = 2\noutput b int = a", "is declared twice")]
    [InlineData("resource a 'Microsoft.X/y@2024-01-01' = {\n  name: 'b'\n}\noutput c string = a::d.id", "'a' has no resource 'd'")]
    [InlineData("resource a 'Microsoft.X/y@2024-01-01' = {\n  name: 'b'\n  resource c 'z' = {\n    name: d\n  }\n}", "'d' is not declared")]
    public void Name_Wrong_IsFound(string text, string problem) => AssertFound("name", problem, Parse("main.bicep", text));

    [Theory]
    [InlineData("module a 'modul.bicep' = { params: { name: 'b' } }", "there is no 'modul.bicep'")]
    [InlineData("module a 'module.bicep' = { params: { name: 'b', nam: 'c' } }", "has no parameter 'nam'")]
    [InlineData("module a 'module.bicep' = { params: { count: 2 } }", "requires the parameter 'name'")]
    [InlineData("module a 'module.bicep' = { scope: resourceGroup('b') }", "requires the parameter 'name'")]
    [InlineData("module a 'module.bicep' = { params: { name: 'b' } }\noutput c string = a.outputs.ids", "has no output 'ids'")]
    [InlineData("module a 'module.bicep' = [for b in ['x']: { params: { name: b } }]\noutput c string = a[0]!.outputs.ids", "has no output 'ids'")]
    public void Module_Wrong_IsFound(string text, string problem) => AssertFound("module", problem, Parse("main.bicep", text), Parse("module.bicep", Module));

    [Theory]
    [InlineData("param name = 'a'", "that it is for")]
    [InlineData("using 'modul.bicep'\nparam name = 'a'", "there is no 'modul.bicep'")]
    [InlineData("using 'module.bicep'\nparam name = 'a'\nparam nam = 'b'", "has no parameter 'nam'")]
    [InlineData("using 'module.bicep'\nparam count = 2", "requires the parameter 'name'")]
    public void Parameters_Wrong_AreFound(string text, string problem) => AssertFound("module", problem, Parse("main.bicepparam", text), Parse("module.bicep", Module));

    [Theory]
    [InlineData("output a string = listKeys('b', '2024-01-01').keys[0].value", "gives a secret away")]
    [InlineData("var a = b.listKeys()\nvar c = a\noutput d string = c.keys[0].value", "gives a secret away")]
    [InlineData("@secure()\nparam a string\noutput b string = 'x${a}'", "gives a secret away")]
    [InlineData("output a string = insights.properties.ConnectionString", "gives a secret away")]
    [InlineData("output a string = vault.getSecret('b')", "gives a secret away")]
    [InlineData("var a = account.listKeys()", "asks for keys")]
    [InlineData("param adminPassword string", "is not marked with @secure()")]
    [InlineData("@secure()\nparam a string = 'hunter2'", "is a secret with a default")]
    public void Secret_GivenAway_IsFound(string text, string problem) => AssertFound("secret", problem, Parse("main.bicep", text));

    [Theory]
    [InlineData("resource a 'Microsoft.X/y' = { name: 'b' }", "is not a type with a version")]
    [InlineData("resource a 'Microsoft.X/y@latest' = { name: 'b' }", "is not a type with a version")]
    [InlineData("resource a 'Microsoft.X/y@2024-01-01' = { name: 'b' }\nresource c 'Microsoft.x/Y@2023-01-01' = { name: 'd' }", "is used as")]
    public void Version_Differs_IsFound(string text, string problem) => AssertFound("version", problem, Parse("main.bicep", text));

    [Fact]
    public void Secret_IntoAKeyVault_IsFine() => Assert.Empty(SecretRule.Check(
        [Parse("main.bicep", "resource a 'Microsoft.KeyVault/vaults/secrets@2024-11-01' = {\n  name: 'b'\n  properties: { value: c.listKeys().keys[0].value }\n}")]));

    private static BicepFile Parse(string path, string text) => BicepFile.Parse(path, text);

    private static Rule RuleFor(string name) => name switch
    {
        "description" => DescriptionRule.Check,
        "name" => NameRule.Check,
        "module" => ModuleRule.Check,
        "secret" => SecretRule.Check,
        _ => VersionRule.Check,
    };

    private static void AssertFound(string rule, string problem, params IReadOnlyList<BicepFile> files) =>
        Assert.Contains(RuleFor(rule)(files), finding => finding.Contains(problem, StringComparison.Ordinal));
}
