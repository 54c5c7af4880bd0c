using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Contracts.Data;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.Arm;

public sealed class ArmTransportTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("arm-tls-");

    private string CaFile => Path.Combine(_folder.FullName, "ca.pem");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Create_CaFileIsGiven_TrustsItsServer()
    {
        await using var server = new TlsServer();
        await File.WriteAllTextAsync(CaFile, server.Pem);
        Assert.Equal(200, (await AskAsync(server.Url, CaFile)).Status);
    }

    [Fact]
    public async Task Create_NoCaFile_TrustsNoUnknownServer()
    {
        await using var server = new TlsServer();
        var error = await Assert.ThrowsAsync<AdapterException>(() => AskAsync(server.Url, null));
        Assert.Equal((false, "the certificate of what answers there is not trusted"), (error.IsTransient, error.Problem));
    }

    [Fact]
    public async Task Create_CaFileOfAnother_TrustsNoUnknownServer()
    {
        await using var server = new TlsServer();
        await using var other = new TlsServer();
        await File.WriteAllTextAsync(CaFile, other.Pem);
        Assert.False((await Assert.ThrowsAsync<AdapterException>(() => AskAsync(server.Url, CaFile))).IsTransient);
    }

    [Fact]
    public async Task Create_CertificateForAnotherName_IsRefused()
    {
        await using var server = new TlsServer("elsewhere.example");
        await File.WriteAllTextAsync(CaFile, server.Pem);
        Assert.False((await Assert.ThrowsAsync<AdapterException>(() => AskAsync(server.Url, CaFile))).IsTransient);
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n")]
    public async Task Create_CaFileHoldsNone_NamesTheSetting(string content)
    {
        await File.WriteAllTextAsync(CaFile, content);
        var error = Assert.Throws<AdapterException>(() => ArmTransport.Create(CaFile));
        Assert.Contains("ResourceManager:CaFile", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TokenFile_Replaced_IsReadAnew()
    {
        var path = Path.Combine(_folder.FullName, "token");
        var credential = new TokenFile(path);
        await File.WriteAllTextAsync(path, "first\n");
        Assert.Equal("first", credential.GetToken(default, default).Token);
        await File.WriteAllTextAsync(path, "second");
        Assert.Equal("second", credential.GetToken(default, default).Token);
    }

    [Fact]
    public void TokenFile_Missing_IsNoIdentity() =>
        Assert.Throws<global::Azure.Identity.CredentialUnavailableException>(() => new TokenFile(Path.Combine(_folder.FullName, "none")).GetToken(default, default));

    private async Task<ArmAnswer> AskAsync(Uri endpoint, string? caFile)
    {
        var connector = new ArmConnector(new() { Endpoint = endpoint, CaFile = caFile }, new FakeCredential()) { FirstRetryDelay = TimeSpan.FromMilliseconds(1) };
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        return await connector.For(TestScope.Create(new DataComponent { Name = "os", Kind = "azureDisk" }, _folder.FullName)).GetAsync("/subscriptions", "2022-12-01", patience.Token);
    }
}
