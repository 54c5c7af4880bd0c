using System.Net.Http.Json;
using Azure.Core;
using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Adapters.Azure.KeyVault;
using Orchestrator.Contracts.Durability;
using Orchestrator.Core.Ports;
using Orchestrator.Testing.Arm;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.KeyVault;

public sealed class KeyVaultSecretsTests : IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private ArmServer _server = null!;
    private KeyVaultSecrets _secrets = null!;

    private Uri Secret => new(_server.Endpoint, "/secrets/orders");

    public async Task InitializeAsync()
    {
        _server = await ArmServer.StartAsync();
        _secrets = Create(_server.Endpoint);
        await SetAsync("first");
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Read_Newest_IsKeptForFiveMinutes()
    {
        Assert.Equal("first", await ReadAsync());
        await SetAsync("second");
        _time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));
        Assert.Equal("first", await ReadAsync());
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("second", await ReadAsync());
    }

    [Fact]
    public async Task Read_Version_IsThatOne()
    {
        var version = await SetAsync("second");
        await SetAsync("third");
        Assert.Equal("second", await _secrets.ReadAsync(version, default));
        Assert.Equal("third", await ReadAsync());
    }

    [Fact]
    public async Task Read_ManyAtOnce_AllGetIt() =>
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ReadAsync().AsTask())), value => Assert.Equal("first", value));

    [Fact]
    public async Task Read_NoSuchSecret_SaysHowToLook()
    {
        var error = await Assert.ThrowsAsync<AdapterException>(async () => await _secrets.ReadAsync(new Uri(_server.Endpoint, "/secrets/none"), default));
        Assert.False(error.IsTransient);
        Assert.Contains("az keyvault secret list-versions", error.Remedy, StringComparison.Ordinal);
        Assert.Contains("--name none", error.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(403, "Forbidden", "Caller is not authorized to perform action", false, "Key Vault Secrets User")]
    [InlineData(403, "Forbidden", "Client address is not authorized and caller is not a trusted service", false, "az keyvault network-rule add")]
    [InlineData(403, "Forbidden", "Operation get is not allowed on a disabled secret.", false, "--enabled true")]
    [InlineData(400, "BadParameter", "no", false, "Check the secret's address")]
    [InlineData(429, "Throttled", "slow down", true, "It is tried again")]
    [InlineData(503, "Unavailable", "down", true, "It is tried again")]
    public async Task Read_Refused_SaysWhatToDo(int status, string code, string message, bool isTransient, string remedy)
    {
        _server.Faults.Add("GET", "^/secrets/", 8, Fault.Answer(status, code, message));
        var error = await Assert.ThrowsAsync<AdapterException>(async () => await ReadAsync());
        Assert.Equal(isTransient, error.IsTransient);
        Assert.Contains(remedy, error.Remedy, StringComparison.Ordinal);
        Assert.Null(error.InnerException);

        _server.Faults.Clear();
        Assert.Equal("first", await ReadAsync()); // a failure is not kept
    }

    [Fact]
    public async Task Read_BlipsAndDroppedAnswers_AreBridged()
    {
        _server.Faults.Add("GET", "^/secrets/", 1, Fault.DropAfter);
        _server.Faults.Add("GET", "^/secrets/", 1, Fault.ServerError());
        Assert.Equal("first", await ReadAsync());
    }

    [Fact]
    public async Task Read_TokenWasWithdrawn_IsReadWithANewOne()
    {
        await ReadAsync();
        _server.ExpireTokens();
        _time.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal("first", await ReadAsync());
    }

    [Fact]
    public async Task Read_NobodyAnswers_IsTransient()
    {
        var secrets = Create(_server.Endpoint);
        var error = await Assert.ThrowsAsync<AdapterException>(async () => await secrets.ReadAsync(new Uri("https://127.0.0.1:1/secrets/orders"), default));
        Assert.True(error.IsTransient);
        Assert.Contains("network-rule list", error.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://v.vault.azure.net/secrets/a")]
    [InlineData("https://v.vault.azure.net/keys/a")]
    [InlineData("https://v.vault.azure.net/secrets/a/1/2")]
    [InlineData("https://v.vault.azure.net/secrets/a?api-version=1")]
    [InlineData("https://u:p@v.vault.azure.net/secrets/a")]
    public async Task Read_NoAddressOfASecret_AsksNobody(string address)
    {
        await Assert.ThrowsAsync<AdapterException>(async () => await _secrets.ReadAsync(new Uri(address), default));
        Assert.DoesNotContain(_server.Recorder.Exchanges, exchange => exchange.Method == "GET");
    }

    [Fact]
    public async Task Read_Cancelled_Ends()
    {
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await _secrets.ReadAsync(Secret, cancel.Token));
    }

    private ValueTask<string> ReadAsync() => _secrets.ReadAsync(Secret, default);

    private KeyVaultSecrets Create(Uri endpoint)
    {
        var options = new ResourceManagerOptions { Endpoint = endpoint, CaFile = _server.CertificateFile };
        return new(options, new ArmConnector(options, _server.Credential) { Time = _time, FirstRetryDelay = TimeSpan.FromMilliseconds(1) });
    }

    private async Task<Uri> SetAsync(string value)
    {
        using var client = new HttpClient(_server.CreateHandler()) { BaseAddress = _server.Endpoint };
        var token = await _server.Credential.GetTokenAsync(new TokenRequestContext([]), default);
        client.DefaultRequestHeaders.Authorization = new("Bearer", token.Token);
        using var answer = await client.PutAsJsonAsync(new Uri("/secrets/orders?api-version=7.4", UriKind.Relative), new { value });
        answer.EnsureSuccessStatusCode();
        var bundle = await answer.Content.ReadFromJsonAsync<Dictionary<string, object>>();
        return new Uri(bundle!["id"].ToString()!);
    }
}
