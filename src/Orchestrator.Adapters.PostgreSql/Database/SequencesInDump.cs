using System.Globalization;
using System.Text.RegularExpressions;
using Orchestrator.Adapters.PostgreSql.Connections;
using Orchestrator.Adapters.PostgreSql.Contents;
using Orchestrator.Adapters.PostgreSql.Tools;

namespace Orchestrator.Adapters.PostgreSql.Database;

/// <summary>
/// Reads where sequences stand in a dump. Sequences do not belong to snapshots, so while the source goes on only the
/// dump itself knows what it holds.
/// </summary>
internal sealed partial class SequencesInDump(ToolRun tool, string dumpFolder, string scratchFolder)
{
    /// <summary>Reads them.</summary>
    /// <param name="names">Brings names into the form that comparisons use.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Name and position, or <see langword="null"/> when the dump cannot be read.</returns>
    public async Task<IReadOnlyDictionary<string, string>?> ReadAsync(Session names, CancellationToken cancellation)
    {
        var (listing, script) = (Path.Combine(scratchFolder, "listing"), Path.Combine(scratchFolder, "sequences.sql"));
        if (!await tool.RunAsync(["--list", "--file", listing, dumpFolder], cancellation))
            return null;
        var entries = (await File.ReadAllLinesAsync(listing, cancellation)).Where(line => line.Contains(" SEQUENCE SET ", StringComparison.Ordinal));
        await File.WriteAllLinesAsync(listing, entries, cancellation);
        if (!await tool.RunAsync(["--use-list", listing, "--file", script, dumpFolder], cancellation))
            return null;
        return await ParseAsync(await File.ReadAllTextAsync(script, cancellation), names, cancellation);
    }

    private static async Task<SortedDictionary<string, string>> ParseAsync(string script, Session names, CancellationToken cancellation)
    {
        var positions = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (Match match in SetValue().Matches(script))
        {
            var written = match.Groups[1].Value.Replace("''", "'", StringComparison.Ordinal);
            var name = await names.ScalarAsync<string>("SELECT coalesce(to_regclass($1)::text, $1)", cancellation, written);
            positions[name] = SequenceReader.Position(
                long.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture), match.Groups[3].ValueSpan is "true");
        }

        return positions;
    }

    [GeneratedRegex(@"^SELECT pg_catalog\.setval\('((?:[^']|'')*)', (-?[0-9]+), (true|false)\);$", RegexOptions.Multiline)]
    private static partial Regex SetValue();
}
