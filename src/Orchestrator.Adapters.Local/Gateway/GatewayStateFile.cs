using System.Text.Json;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Local.Gateway;

/// <summary>The state as a small JSON file, replaced as a whole.</summary>
internal sealed class GatewayStateFile(string path) : IGatewayStore
{
    /// <exception cref="AdapterException">The file is there and cannot be understood: guessing a side could send users to the wrong one.</exception>
    public GatewayState Read()
    {
        if (!File.Exists(path))
            return new GatewayState { Side = Side.Source, Held = false };
        try
        {
            return JsonSerializer.Deserialize<GatewayState>(File.ReadAllBytes(path), DurableJson.Options) ?? throw new JsonException("It holds null.");
        }
        catch (JsonException error)
        {
            throw new AdapterException(
                "the state cannot be read, so the gateway does not know where to send users",
                $"gateway state file {path}",
                """Write {"side":"source","held":true} or {"side":"target","held":true} to it and start the gateway again""",
                isTransient: false,
                error);
        }
    }

    public void Write(GatewayState state)
    {
        var temporary = path + ".new";
        using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            JsonSerializer.Serialize(stream, state, DurableJson.Options);
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
        FolderSync.Flush(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }
}
