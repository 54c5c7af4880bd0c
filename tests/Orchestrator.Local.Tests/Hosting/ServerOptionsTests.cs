using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Core.Migrations;
using Orchestrator.Core.Ports;
using Orchestrator.Local.Hosting;

namespace Orchestrator.Local.Tests.Hosting;

public sealed class ServerOptionsTests
{
    [Fact]
    public void Retry_ByDefault_IsTheRunbooksOwn()
    {
        var options = new ServerOptions();
        var input = new MigrationInput(null!, "", false);
        Assert.Equal(input.StepRetry, options.StepRetry.ToPolicy());
        Assert.Equal(input.UndoRetry, options.UndoRetry.ToPolicy());
    }

    [Fact]
    public void StepRetry_ByDefault_BridgesAnOutageOfTwoMinutes()
    {
        var policy = new ServerOptions().StepRetry.ToPolicy();
        var total = Enumerable.Range(1, policy.MaxAttempts - 1).Sum(attempt => policy.DelayAfter(attempt).TotalSeconds);
        Assert.Equal(120, total);
    }

    [Fact]
    public void Bind_RetrySections_AreRead()
    {
        var options = new ServerOptions();
        Configuration(("StepRetry:MaxAttempts", "3"), ("UndoRetry:MaxDelay", "00:00:05")).Bind(options);
        Assert.Equal(3, options.StepRetry.MaxAttempts);
        Assert.Equal(TimeSpan.FromSeconds(5), options.UndoRetry.MaxDelay);
    }

    [Theory]
    [InlineData("StepRetry", "MaxAttempts", "0")]
    [InlineData("StepRetry", "FirstDelay", "-00:00:01")]
    [InlineData("UndoRetry", "MaxDelay", "2.00:00:00")]
    public void Validate_RetryOutOfRange_NamesSectionAndSetting(string section, string name, string value)
    {
        var options = new ServerOptions();
        Configuration(($"{section}:{name}", value)).Bind(options);
        var error = Assert.Throws<ValidationException>(() => Validator.ValidateObject(options, new(options), validateAllProperties: true));
        Assert.Contains($"{section}: The field {name} must be between", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://orchestrator.contoso.example")]
    [InlineData("http://127.0.0.1:7071/tools")]
    public void Validate_PublicUrl_IsTaken(string value)
    {
        var options = new ServerOptions();
        Configuration(("PublicUrl", value)).Bind(options);
        Validator.ValidateObject(options, new(options), validateAllProperties: true);
        Assert.Equal(new Uri(value), options.PublicUrl);
    }

    [Theory]
    [InlineData("orchestrator")]
    [InlineData("/dashboard")]
    [InlineData("ftp://contoso.example")]
    [InlineData("https://paula:secret@contoso.example")]
    [InlineData("https://contoso.example/?code=secret")]
    [InlineData("https://contoso.example/#x")]
    public void Validate_PublicUrlOfAnotherKind_IsRefusedWithoutRepeatingIt(string value)
    {
        var options = new ServerOptions();
        Configuration(("PublicUrl", value)).Bind(options);
        var error = Assert.Throws<ValidationException>(() => Validator.ValidateObject(options, new(options), validateAllProperties: true));
        Assert.StartsWith("PublicUrl is an address such as", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bind_AzureSection_IsRead()
    {
        var options = new ServerOptions();
        Configuration(("Azure:ResourceManager:Endpoint", "https://management.usgovcloudapi.net")).Bind(options);
        Assert.Equal(new Uri("https://management.usgovcloudapi.net"), options.Azure.ResourceManager.Endpoint);
    }

    [Fact]
    public async Task Build_AllowedVault_IsAsked()
    {
        var folder = Directory.CreateTempSubdirectory("vault");
        var app = Server.Build(Configuration(("Orchestrator:DataFolder", folder.FullName), ("Orchestrator:AllowedVaults:0", "127.0.0.1")));
        var secrets = app.Services.GetRequiredService<ISecrets>();

        var allowed = await Assert.ThrowsAsync<AdapterException>(async () => await secrets.ResolveAsync("keyvault:https://127.0.0.1:1/secrets/orders", default));
        var other = await Assert.ThrowsAsync<AdapterException>(async () => await secrets.ResolveAsync("keyvault:https://127.0.0.2:1/secrets/orders", default));

        Assert.Contains("the vault cannot be reached", allowed.Problem, StringComparison.Ordinal);
        Assert.Contains("'AllowedVaults'", other.Remedy, StringComparison.Ordinal);
        await app.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Fact]
    public void Build_AzureEndpointWithoutTls_IsRefused()
    {
        var folder = Directory.CreateTempSubdirectory("azure");
        var error = Assert.Throws<ValidationException>(() => Server.Build(Configuration(
            ("Orchestrator:DataFolder", folder.FullName), ("Orchestrator:Azure:ResourceManager:Endpoint", "http://management.azure.com"))));
        Assert.Contains("Orchestrator:Azure:ResourceManager:Endpoint has to be https", error.Message, StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    private static IConfigurationRoot Configuration(params (string Key, string Value)[] values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.Select(value => KeyValuePair.Create(value.Key, (string?)value.Value))).Build();
}
