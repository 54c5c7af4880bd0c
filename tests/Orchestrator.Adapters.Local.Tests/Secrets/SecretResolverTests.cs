using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Adapters.Local.Secrets;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.Local.Tests.Secrets;

public sealed class SecretResolverTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly SecretsOptions _options = new();

    public SecretResolverTests()
    {
        Environment.SetEnvironmentVariable("SECRETTEST_A", "value-of-a\n");
        Environment.SetEnvironmentVariable("ORCHESTRATOR_KEY_FOR_TEST", "value-of-key");
        Environment.SetEnvironmentVariable("SECRETTEST_EMPTY", "");
        _options.AllowedFolders.Add(Path.Combine(_folder.Path, "allowed"));
        Directory.CreateDirectory(Path.Combine(_folder.Path, "allowed"));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void SecretsOptions_Defaults_AllowNothing()
    {
        Assert.Empty(new SecretsOptions().AllowedEnvironment);
        Assert.Empty(new SecretsOptions().AllowedFolders);
        Assert.Empty(new SecretsOptions().AllowedVaults);
    }

    [Fact]
    public async Task Resolve_Plain_StaysAsItIs() => Assert.Equal("Host=db1", await ResolveAsync("Host=db1"));

    [Fact]
    public async Task Resolve_AllowedVariable_TrimsTheLineBreak()
    {
        _options.AllowedEnvironment.Add("SECRETTEST_*");

        Assert.Equal("value-of-a", await ResolveAsync("env:SECRETTEST_A"));
    }

    [Theory]
    [InlineData("env:SECRETTEST_A", "'AllowedEnvironment'")]
    [InlineData("file:/etc/hostname", "'AllowedFolders'")]
    [InlineData("file:relative", "'AllowedFolders'")]
    [InlineData("keyvault:https://evil.example/secrets/a", "'AllowedVaults'")]
    public async Task Resolve_NotAllowed_NamesTheSetting(string reference, string setting)
    {
        var error = await FailAsync(reference);

        Assert.Contains(setting, error.Message, StringComparison.Ordinal);
        Assert.False(error.IsTransient);
    }

    [Fact]
    public async Task Resolve_OwnVariable_IsRefusedWhateverIsAllowed()
    {
        _options.AllowedEnvironment.Add("*");

        var error = await FailAsync("env:ORCHESTRATOR_KEY_FOR_TEST");

        Assert.DoesNotContain("value-of-key", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("env:SECRETTEST_UNKNOWN")]
    [InlineData("env:SECRETTEST_EMPTY")]
    public async Task Resolve_NoVariable_SaysSo(string reference)
    {
        _options.AllowedEnvironment.Add("SECRETTEST_*");

        Assert.Contains("no such environment variable", (await FailAsync(reference)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resolve_File_ReadsAllOfIt()
    {
        var path = _folder.Write("allowed/s", "multi\nline\r\n");

        Assert.Equal("multi\nline", await ResolveAsync($"file:{path}"));
    }

    [Fact]
    public async Task Resolve_LinkOutOfTheFolder_IsRefused()
    {
        _folder.Write("outside", "stolen");
        var link = Path.Combine(_folder.Path, "allowed", "link");
        File.CreateSymbolicLink(link, "../outside");

        Assert.Contains("'AllowedFolders'", (await FailAsync($"file:{link}")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resolve_FolderLinkOutOfTheFolder_IsRefused()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "out"));
        _folder.Write("out/s", "stolen");
        Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "allowed", "in"), Path.Combine(_folder.Path, "out"));

        await FailAsync($"file:{_folder.Path}/allowed/in/s");
    }

    [Fact]
    public async Task Resolve_PathOutOfTheFolder_IsRefused()
    {
        _folder.Write("outside", "stolen");

        await FailAsync($"file:{_folder.Path}/allowed/../outside");
    }

    [Fact]
    public async Task Resolve_TooLarge_IsRefused()
    {
        var path = _folder.Write("allowed/large", new string('x', 65 * 1024));

        Assert.Contains("64 KiB", (await FailAsync($"file:{path}")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resolve_Pipe_DoesNotBlock()
    {
        var path = Path.Combine(_folder.Path, "allowed", "pipe");
        using (var mkfifo = System.Diagnostics.Process.Start("mkfifo", path))
            await mkfifo.WaitForExitAsync();

        await FailAsync($"file:{path}");
    }

    [Fact]
    public async Task Resolve_KeyVaultWithoutAccess_SaysSo()
    {
        _options.AllowedVaults.Add("*.vault.azure.net");

        var error = await FailAsync("keyvault:https://contoso.vault.azure.net/secrets/orders");

        Assert.Contains("no Key Vault access", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resolve_KeyVaultWithAccess_AsksIt()
    {
        _options.AllowedVaults.Add("*.vault.azure.net");
        var secrets = new SecretResolver(_options, NullLogger<SecretResolver>.Instance, (uri, _) => ValueTask.FromResult($"from {uri.Host}"));

        Assert.Equal("from contoso.vault.azure.net", await secrets.ResolveAsync("keyvault:https://contoso.vault.azure.net/secrets/orders", default));
        Assert.Equal("***", secrets.Redact("from contoso.vault.azure.net"));
    }

    private ValueTask<string> ResolveAsync(string reference) =>
        new SecretResolver(_options, NullLogger<SecretResolver>.Instance).ResolveAsync(reference, default);

    private Task<AdapterException> FailAsync(string reference) => Assert.ThrowsAsync<AdapterException>(async () => await ResolveAsync(reference));
}
