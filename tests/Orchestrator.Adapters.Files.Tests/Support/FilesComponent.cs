using System.Text.Json;
using Orchestrator.Core.Plans;

namespace Orchestrator.Adapters.Files.Tests.Support;

/// <summary>Makes components of kind <c>files</c>.</summary>
internal static class FilesComponent
{
    public static DataComponent Create(string source, string target, params (string Key, object Value)[] settings) => new()
    {
        Name = "uploads",
        Kind = "files",
        Source = JsonSerializer.SerializeToElement(new { path = source }),
        Target = JsonSerializer.SerializeToElement(new { path = target }),
        Settings = settings.ToDictionary(setting => setting.Key, setting => JsonSerializer.SerializeToElement(setting.Value)),
    };
}
