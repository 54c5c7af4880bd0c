using Orchestrator.Adapters.Azure.Template;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.Template;

public sealed class TemplateFilesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("templates-");

    private string Allowed => Path.Combine(_folder.FullName, "allowed");

    public TemplateFilesTests()
    {
        Directory.CreateDirectory(Allowed);
        File.WriteAllText(Path.Combine(Allowed, "main.json"), Templates.Two);
        File.WriteAllText(Path.Combine(Allowed, "text.json"), "no template");
        File.WriteAllText(Path.Combine(_folder.FullName, "outside.json"), Templates.Two);
        File.CreateSymbolicLink(Path.Combine(Allowed, "link.json"), Path.Combine(_folder.FullName, "outside.json"));
        Directory.CreateSymbolicLink(Path.Combine(Allowed, "folder"), _folder.FullName);
    }

    [Fact]
    public async Task Read_TemplateInAnAllowedFolder_ReadsItWithTheVersionsOfItsTypes()
    {
        var content = await ReadAsync("main.json");

        Assert.Equal("2018-05-01", content.ApiVersions()["Microsoft.Network/dnsZones/CNAME"]);
        Assert.Equal(64, content.Sha256.Length);
    }

    [Theory]
    [InlineData("main.bicep", "az bicep build")]
    [InlineData("text.json", "'$schema'")]
    [InlineData("missing.json", "may read it")]
    [InlineData("../outside.json", "Orchestrator:Azure:TemplateFolders")]
    [InlineData("link.json", "Orchestrator:Azure:TemplateFolders")]
    [InlineData("folder/outside.json", "Orchestrator:Azure:TemplateFolders")]
    public async Task Read_AnythingElse_SaysWhatToDo(string path, string remedy)
    {
        var error = await Assert.ThrowsAsync<AdapterException>(() => ReadAsync(path));

        Assert.Contains(remedy, error.Remedy, StringComparison.Ordinal);
        Assert.False(error.IsTransient);
    }

    [Fact]
    public async Task Read_NoFolderIsAllowed_IsRefused() =>
        await Assert.ThrowsAsync<AdapterException>(() => new TemplateFiles([]).ReadAsync(Path.Combine(Allowed, "main.json"), default));

    public void Dispose() => _folder.Delete(recursive: true);

    private Task<TemplateContent> ReadAsync(string path) => new TemplateFiles([Allowed]).ReadAsync(Path.Combine(Allowed, path), default);
}
