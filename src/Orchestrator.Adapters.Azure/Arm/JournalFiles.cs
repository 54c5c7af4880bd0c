using System.Text.Json;
using Orchestrator.Core.Durability;

namespace Orchestrator.Adapters.Azure.Arm;

/// <summary>Small JSON files in a folder, each whole whenever somebody reads it.</summary>
/// <param name="folder">The folder; made when the first file is written.</param>
internal sealed class JournalFiles(string folder)
{
    /// <summary>Reads a file.</summary>
    /// <typeparam name="T">What is in it.</typeparam>
    /// <param name="name">Its name.</param>
    /// <returns><see langword="null"/> when there is none, or none that can be understood: then the resource itself is asked.</returns>
    public T? Read<T>(string name)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllBytes(Path.Combine(folder, name)), DurableJson.Options);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes a file. Should a power cut undo the renaming, the older state leads to a look at the resource.</summary>
    /// <typeparam name="T">What is in it.</typeparam>
    /// <param name="name">Its name.</param>
    /// <param name="content">Its content.</param>
    public void Write<T>(string name, T content)
    {
        Directory.CreateDirectory(folder);
        var draft = Path.Combine(folder, $"{name}.{Guid.NewGuid():N}.draft");
        using (var file = new FileStream(draft, FileMode.CreateNew, FileAccess.Write))
        {
            JsonSerializer.Serialize(file, content, DurableJson.Options);
            file.Flush(flushToDisk: true);
        }

        File.Move(draft, Path.Combine(folder, name), overwrite: true);
    }

    /// <summary>Removes a file; none is fine.</summary>
    /// <param name="name">Its name.</param>
    public void Remove(string name)
    {
        if (Directory.Exists(folder))
            File.Delete(Path.Combine(folder, name));
    }
}
