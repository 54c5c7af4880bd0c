using Orchestrator.Adapters.PostgreSql.Connections;

namespace Orchestrator.Adapters.PostgreSql.Targets;

/// <summary>What a new database must have in common with the source.</summary>
/// <param name="Encoding">The encoding, for example <c>UTF8</c>.</param>
/// <param name="Collate">The collation of the operating system.</param>
/// <param name="CharacterType">The character classification.</param>
/// <param name="Provider">Who sorts: <c>c</c> is the operating system, <c>i</c> ICU, <c>b</c> the server itself.</param>
/// <param name="ProviderLocale">The locale of another provider than the operating system.</param>
/// <param name="Owner">The owner.</param>
/// <param name="Comment">The comment.</param>
internal sealed record DatabaseTraits(
    string Encoding, string Collate, string CharacterType, string Provider, string? ProviderLocale, string Owner, string? Comment)
{
    // Columns came and went between versions, so the row is read as JSON.
    private const string Query = """
        SELECT pg_encoding_to_char(encoding), datcollate, datctype, coalesce(j->>'datlocprovider', 'c'),
            coalesce(j->>'datlocale', j->>'daticulocale'), pg_get_userbyid(datdba), shobj_description(oid, 'pg_database')
        FROM (SELECT d.oid, encoding, datcollate::text, datctype::text, datdba, to_jsonb(d) AS j FROM pg_database d WHERE datname = $1) found
        """;

    /// <summary>Reads them.</summary>
    /// <param name="session">Any database of the server.</param>
    /// <param name="database">Which database.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The traits, or <see langword="null"/> when there is no such database.</returns>
    public static async Task<DatabaseTraits?> FindAsync(Session session, string database, CancellationToken cancellation) =>
        (await session.ListAsync(Query, row => new DatabaseTraits(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3),
            row.IsDBNull(4) ? null : row.GetString(4), row.GetString(5), row.IsDBNull(6) ? null : row.GetString(6)), cancellation, database)).SingleOrDefault();

    /// <summary>The options of <c>CREATE DATABASE</c> on a server of a version.</summary>
    public string CreateOptions(int major) =>
        $"TEMPLATE template0 ENCODING {SqlText.Literal(Encoding)} LC_COLLATE {SqlText.Literal(Collate)} LC_CTYPE {SqlText.Literal(CharacterType)}"
        + (major < 15 || ProviderLocale is null ? "" : Provider switch
        {
            "i" => $" LOCALE_PROVIDER icu ICU_LOCALE {SqlText.Literal(ProviderLocale)}",
            "b" => $" LOCALE_PROVIDER builtin BUILTIN_LOCALE {SqlText.Literal(ProviderLocale)}",
            _ => "",
        });
}
