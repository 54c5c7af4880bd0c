using Xunit;

namespace Orchestrator.Testing.Arm.Tests;

public sealed class DeploymentTests(ArmJudge judge) : ArmTest(judge)
{
    private const string Version = "?api-version=2022-09-01";
    private const string Networks = "?api-version=2023-05-01";

    private const string Template = """
        {"$schema":"https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#","contentVersion":"1.0.0.0",
        "parameters":{"name":{"type":"string"},"space":{"type":"string","defaultValue":"10.0.0.0/16"}},
        "resources":[
        {"type":"Microsoft.Network/virtualNetworks","apiVersion":"2023-05-01","name":"[parameters('name')]","location":"[resourceGroup().location]",
        "properties":{"addressSpace":{"addressPrefixes":["[parameters('space')]"]}}},
        {"type":"Microsoft.Network/publicIPAddresses","apiVersion":"2023-05-01","name":"[concat(parameters('name'), '-ip')]","location":"westeurope","properties":{"publicIPAllocationMethod":"Static"}}],
        "outputs":{"network":{"type":"string","value":"[resourceId('Microsoft.Network/virtualNetworks', parameters('name'))]"}}}
        """;

    private string Deployment => $"{Group}/providers/Microsoft.Resources/deployments/wave-1";

    private string Network => $"{Group}/providers/Microsoft.Network/virtualNetworks/net";

    [Fact]
    public async Task Deployment_Accepted_MakesResourcesAndOutputs()
    {
        Assert.Equal(201, (await PutAsync(Deployment + Version, Request(Template))).Status);
        Assert.Equal("DeploymentActive", (await PutAsync(Deployment + Version, Request(Template))).Code);
        Assert.Equal("Running", (await GetAsync(Deployment + Version))["properties", "provisioningState"]!.GetValue<string>());
        var ended = await GetAsync(Deployment + Version);
        Assert.Equal("Succeeded", ended["properties", "provisioningState"]!.GetValue<string>());
        Assert.Equal(Network, ended["properties", "outputs", "network", "value"]!.GetValue<string>());
        Assert.Equal(2, ended["properties", "outputResources"]!.AsArray().Count);
        Assert.Equal(200, (await GetAsync(Network + Networks)).Status);
        Assert.Equal(2, (await GetAsync($"{Deployment}/operations{Version}"))["value"]!.AsArray().Count);
        Assert.Equal(204, (await SendAsync("HEAD", Deployment + Version)).Status);
    }

    [Fact]
    public async Task Delete_OfADeployment_LeavesItsResources()
    {
        await SucceedAsync("PUT", Deployment + Version, Request(Template));
        await SucceedAsync("DELETE", Deployment + Version);
        Assert.Equal(404, (await GetAsync(Deployment + Version)).Status);
        Assert.NotNull(Server.Find(Network));
    }

    [Fact]
    public async Task WhatIf_BeforeAndAfter_TellsWhatChanges()
    {
        Assert.Equal(["Create", "Create"], await ChangesAsync(Request(Template)));
        await SucceedAsync("PUT", Deployment + Version, Request(Template));
        Assert.Equal(["NoChange", "NoChange"], await ChangesAsync(Request(Template)));
        Assert.Equal(["Modify", "NoChange"], await ChangesAsync(Request(Template.Replace("10.0.0.0/16", "10.1.0.0/16", StringComparison.Ordinal))));
        await SucceedAsync("PUT", $"{Network}2{Networks}", """{"location":"westeurope","properties":{"addressSpace":{"addressPrefixes":["10.2.0.0/16"]}}}""");
        Assert.Equal(["NoChange", "NoChange", "Ignore"], await ChangesAsync(Request(Template)));
        Assert.Equal(["NoChange", "NoChange", "Delete"], await ChangesAsync(Request(Template, "Complete")));
    }

    [Fact]
    public async Task Deployment_ThatFails_LeavesWhatWasMadeBefore()
    {
        Server.Faults.Add("PUT", "/deployments/", 1, Fault.OperationFails("DeploymentFailed", afterPolls: 1));
        await EndAsync(PutAsync(Deployment + Version, Request(Template)));
        var ended = await GetAsync(Deployment + Version);
        Assert.Equal("Failed", ended["properties", "provisioningState"]!.GetValue<string>());
        Assert.Equal("DeploymentFailed", ended["properties", "error", "code"]!.GetValue<string>());
        Assert.NotNull(Server.Find(Network));
        Assert.Null(Server.Find($"{Group}/providers/Microsoft.Network/publicIPAddresses/net-ip"));
    }

    [Fact]
    public async Task Cancel_OfARunningDeployment_EndsIt()
    {
        await PutAsync(Deployment + Version, Request(Template));
        Assert.Equal(204, (await SendAsync("POST", $"{Deployment}/cancel{Version}")).Status);
        Assert.Equal("Canceled", (await GetAsync(Deployment + Version))["properties", "provisioningState"]!.GetValue<string>());
        Assert.Equal(409, (await SendAsync("POST", $"{Deployment}/cancel{Version}")).Status);
    }

    [Fact]
    public async Task Deployment_WithLocationAtAGroup_IsRefused() =>
        Assert.Equal("InvalidDeployment", (await PutAsync(Deployment + Version, Request(Template).Replace("{\"properties\"", "{\"location\":\"westeurope\",\"properties\"", StringComparison.Ordinal))).Code);

    [Fact]
    public async Task Validate_GoodAndBad_SaysWhich()
    {
        Assert.Equal(200, (await SendAsync("POST", $"{Deployment}/validate{Version}", Request(Template))).Status);
        Assert.Equal("InvalidTemplate", (await SendAsync("POST", $"{Deployment}/validate{Version}", Request(Template.Replace("parameters('name')", "reference('x')", StringComparison.Ordinal)))).Code);
        Assert.Null(Server.Find(Deployment));
    }

    [Fact]
    public async Task Deployment_AtASubscription_MakesAGroupAndWhatIsInIt()
    {
        var id = $"/subscriptions/{Server.Options.SubscriptionId}/providers/Microsoft.Resources/deployments/zone";
        await SucceedAsync("PUT", id + Version, $$$$"""
            {"location":"westeurope","properties":{"mode":"Incremental","template":{"$schema":"x","contentVersion":"1.0.0.0","resources":[
            {"type":"Microsoft.Resources/resourceGroups","apiVersion":"2022-09-01","name":"made","location":"westeurope"},
            {"type":"Microsoft.Resources/deployments","apiVersion":"2022-09-01","name":"inner","resourceGroup":"made","dependsOn":["made"],"properties":{"mode":"Incremental","expressionEvaluationOptions":{"scope":"inner"},
            "parameters":{"name":{"value":"net"}},"template":{{{{Template}}}} }}]} } }
            """.Replace("[resourceGroup().location]", "westeurope", StringComparison.Ordinal));
        Assert.NotNull(Server.Find($"/subscriptions/{Server.Options.SubscriptionId}/resourceGroups/made/providers/Microsoft.Network/virtualNetworks/net"));
        Assert.Single((await GetAsync($"/subscriptions/{Server.Options.SubscriptionId}/providers/Microsoft.Resources/deployments/{Version}"))["value"]!.AsArray());
    }

    [Fact]
    public async Task TemplateSpec_Linked_IsDeployed()
    {
        var spec = $"{Group}/providers/Microsoft.Resources/templateSpecs/landing";
        Assert.Equal(201, (await PutAsync($"{spec}?api-version=2022-02-01", """{"location":"westeurope","properties":{"description":"x"}}""")).Status);
        Assert.Equal(201, (await PutAsync($"{spec}/versions/v1?api-version=2022-02-01", $$$"""{"location":"westeurope","properties":{"mainTemplate":{{{Template}}} }}""")).Status);
        Assert.Single((await GetAsync($"{spec}/versions?api-version=2022-02-01"))["value"]!.AsArray());
        await SucceedAsync("PUT", Deployment + Version, $$$"""
            {"properties":{"mode":"Incremental","templateLink":{"id":"{{{spec}}}/versions/v1"},"parameters":{"name":{"value":"net"} } } }
            """);
        Assert.NotNull(Server.Find(Network));
    }

    private async Task<IReadOnlyList<string>> ChangesAsync(string request)
    {
        var result = await SucceedAsync("POST", $"{Deployment}/whatIf{Version}", request);
        return [.. result["properties", "changes"]!.AsArray().Select(change => change!["changeType"]!.GetValue<string>())];
    }

    private static string Request(string template, string mode = "Incremental") => $$$$"""
        {"properties":{"mode":"{{{{mode}}}}","parameters":{"name":{"value":"net"}},"template":{{{{template}}}} } }
        """;
}
