using Orchestrator.Adapters.PostgreSql.Connections;
using Orchestrator.Adapters.PostgreSql.Contents;
using Orchestrator.Adapters.PostgreSql.Database;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Verification;

/// <summary>Compares what has no rows and is small, whatever the database's size: definitions and sequences; and large objects, where there are any.</summary>
internal sealed class DefinitionComparison(Job job)
{
    private static readonly Relation LargeObjects = new(Relation.LargeObjects, 0, "", "oid");

    /// <summary>Compares both sides at the same time, over connections of its own.</summary>
    /// <returns>The definitions first.</returns>
    public async Task<IReadOnlyList<ComparedItem>> RunAsync(CancellationToken cancellation)
    {
        var source = ReadAsync(job.Source, cancellation);
        var target = ReadAsync(job.Target, cancellation);
        await Task.WhenAll(source, target);
        return ContentsComparer.Compare(await source, await target);
    }

    /// <summary>Requires that both sides are defined in the same way; looked at before users wait, too.</summary>
    /// <exception cref="AdapterException">They are not.</exception>
    public async Task RequireEqualAsync(CancellationToken cancellation)
    {
        var definitions = (await RunAsync(cancellation))[0];
        if (!definitions.IsEqual)
            throw new AdapterException(
                $"the definitions of both sides differ: {string.Join("; ", definitions.FirstDifferences)}", job.Target.Subject, "Make the same change on the other side as well, then retry", isTransient: false);
    }

    private async Task<DatabaseContents> ReadAsync(Endpoint side, CancellationToken cancellation)
    {
        await using var session = await side.BorrowAsync(job.Name, cancellation);
        var sequences = await SequenceReader.ReadAsync(session, cancellation);
        var schema = await SchemaReader.ReadAsync(session, cancellation);
        foreach (var ours in schema.Keys.Where(name => name.StartsWith($"publication {job.Name}_", StringComparison.Ordinal)).ToList())
            schema.Remove(ours);
        var isAny = await session.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM pg_largeobject_metadata)", cancellation);
        var relations = new Dictionary<string, RelationSums>();
        if (isAny)
            relations[Relation.LargeObjects] = await RelationReader.SumAsync(session, LargeObjects, cancellation);
        return new DatabaseContents(session.Major, relations, sequences, schema);
    }
}
