using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Adapters.Azure.Arm;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests;

public sealed class ResourceManagerOptionsTests
{
    [Fact]
    public void Default_Values_AreThePublicCloud()
    {
        var options = new AzureAdapterOptions().ResourceManager;
        Assert.Equal(new ResourceManagerOptions { Endpoint = new("https://management.azure.com"), WaitBudget = TimeSpan.FromHours(2) }, options);
        Assert.Equal("https://management.azure.com/.default", options.Scope);
    }

    [Fact]
    public void Bind_Section_IsRead()
    {
        var options = new AzureAdapterOptions();
        var values = new Dictionary<string, string?>
        {
            ["ResourceManager:Endpoint"] = "https://management.chinacloudapi.cn",
            ["ResourceManager:Audience"] = "https://management.core.chinacloudapi.cn/",
            ["ResourceManager:CaFile"] = "ca.pem",
            ["ResourceManager:TokenFile"] = "token",
            ["ResourceManager:WaitBudget"] = "00:30:00",
        };

        new ConfigurationBuilder().AddInMemoryCollection(values).Build().Bind(options);

        Assert.Equal(
            new ResourceManagerOptions
            {
                Endpoint = new("https://management.chinacloudapi.cn"),
                Audience = "https://management.core.chinacloudapi.cn/",
                CaFile = "ca.pem",
                TokenFile = "token",
                WaitBudget = TimeSpan.FromMinutes(30),
            },
            options.ResourceManager);
    }

    [Fact]
    public void AddAzureAdapters_ByDefault_OpensNothing()
    {
        using var provider = new ServiceCollection().AddLogging().AddAzureAdapters().BuildServiceProvider();
        Assert.Same(provider.GetRequiredService<ArmConnector>(), provider.GetRequiredService<ArmConnector>());
    }

    public static TheoryData<string, ResourceManagerOptions> Wrong => new()
    {
        { "Endpoint has to be https", new() { Endpoint = new("http://management.azure.com") } },
        { "Endpoint has to be https", new() { Endpoint = new("https://management.azure.com/subscriptions") } },
        { "Endpoint has to be https", new() { Endpoint = new("https://user@management.azure.com") } },
        { "Endpoint has to be https", new() { Endpoint = new("management", UriKind.Relative) } },
        { "Audience has to be a URI", new() { Audience = "management" } },
        { "CaFile names a file that is not there", new() { CaFile = "/none/ca.pem" } },
        { "TokenFile is for test servers", new() { TokenFile = "token" } },
        { "WaitBudget must be between", new() { WaitBudget = TimeSpan.FromSeconds(1) } },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void AddAzureAdapters_SettingIsWrong_SaysWhich(string problem, ResourceManagerOptions options)
    {
        var error = Assert.Throws<ValidationException>(() => new ServiceCollection().AddAzureAdapters(new() { ResourceManager = options }));
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }
}
