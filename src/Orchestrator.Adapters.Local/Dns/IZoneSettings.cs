namespace Orchestrator.Adapters.Local.Dns;

/// <summary>The keys that every kind of traffic by a name of a zone has.</summary>
internal interface IZoneSettings
{
    /// <summary>How long the name may be cached from shortly before the cutover until the migration has ended.</summary>
    TimeSpan Ttl { get; }

    /// <summary>What the name stands for before the migration.</summary>
    IReadOnlyList<string> Source { get; }

    /// <summary>What the name is to stand for.</summary>
    IReadOnlyList<string> Target { get; }
}
