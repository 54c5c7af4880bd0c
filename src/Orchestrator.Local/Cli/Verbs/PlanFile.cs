using System.Net.Http.Headers;

namespace Orchestrator.Local.Cli.Verbs;

/// <summary>The plan file that a verb is given.</summary>
internal static class PlanFile
{
    /// <summary>Twice what a plan may have: the reader says what is too large, and never a file of any size is read.</summary>
    private const int MostBytes = 2 * 1024 * 1024;

    public static byte[] Read(FileInfo file)
    {
        try
        {
            using var stream = file.OpenRead();
            if (stream.Length > MostBytes)
                throw new CliException(ExitCodes.BadInput, $"{file} has {stream.Length:N0} bytes, and a plan at most 1,048,576.", "Is it the right file?");
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new CliException(ExitCodes.BadInput, $"The plan {file} cannot be read: {error.Message}", inner: error);
        }
    }

    public static HttpContent ToContent(FileInfo file, byte[] bytes)
    {
        var isJson = file.Extension.Equals(".json", StringComparison.OrdinalIgnoreCase);
        return new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue(isJson ? "application/json" : "application/yaml") } };
    }

    /// <summary>The server knows no file names; people want to see the one that they wrote.</summary>
    public static CliException WithName(CliException error, FileInfo file) => new(error.ExitCode, error.Message, error.Remedy, error)
    {
        Problems = [.. error.Problems.Select(problem => problem with { File = file.ToString() })],
    };
}
