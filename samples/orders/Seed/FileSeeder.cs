using System.Globalization;

namespace Orders.Seed;

/// <summary>Makes uploads as years of use leave them behind: many small ones, odd names, old times, a link, an empty folder.</summary>
internal sealed class FileSeeder(string folder, SeedOptions options)
{
    private const int MaxSizeBytes = 48 * 1024;

    private readonly Random _random = new(options.Random);

    public void Fill()
    {
        Directory.CreateDirectory(folder);
        for (var number = 1; number <= options.Files; number++)
            WriteFile(number);
        Directory.CreateDirectory(Path.Combine(folder, "archive", "empty"));
        var link = Path.Combine(folder, "archive", "first");
        if (!Path.Exists(link))
            Directory.CreateSymbolicLink(link, Path.Combine("..", "1"));
    }

    private void WriteFile(int number)
    {
        // Orders get files in turn until there are none left, so that a small scale has orders with several.
        var order = (number - 1) % options.Orders + 1;
        var path = Path.Combine(folder, order.ToString(CultureInfo.InvariantCulture), NameOf(number));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var content = new byte[_random.Next(MaxSizeBytes)];
        _random.NextBytes(content);
        File.WriteAllBytes(path, content);
        File.SetLastWriteTimeUtc(path, new DateTime(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(number));
    }

    private static string NameOf(int number) => (number % 4) switch
    {
        0 => $"photo {number}.jpg",
        1 => $"scan-{number}.pdf",
        2 => $"Änderung №{number}.txt",
        _ => $"it's {number} & more.bin",
    };
}
