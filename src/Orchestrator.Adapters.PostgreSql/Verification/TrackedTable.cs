using System.Text.Json.Serialization;
using Orchestrator.Adapters.PostgreSql.Contents;

namespace Orchestrator.Adapters.PostgreSql.Verification;

/// <summary>A table and what is known of its equality.</summary>
internal sealed class TrackedTable
{
    /// <summary>More rows that differ are not remembered one by one.</summary>
    public const int MostSuspects = 1000;

    private TransactionView? _countedIn;

    /// <summary>The leader's object id.</summary>
    public required uint Id { get; init; }

    /// <summary>What and where it is.</summary>
    public required Relation Relation { get; init; }

    /// <summary>What tells its rows apart; empty when only the whole can be compared.</summary>
    public required IReadOnlyList<KeyColumn> Key { get; init; }

    /// <summary>Whether the stream carries its changes. Otherwise it is compared as a whole in the freeze.</summary>
    public required bool IsStreamed { get; init; }

    /// <summary>How many rows it has, about.</summary>
    public long EstimatedRows { get; set; }

    /// <summary>Whether its keys are ordered in another way on the follower, so that ranges of them are not the same rows.</summary>
    public bool IsOrderedDifferently { get; set; }

    /// <summary>Where the present pass stands; <see langword="null"/> when none is under way.</summary>
    public TablePass? Pass { get; set; }

    /// <summary>Which pass was the last that compared all of it.</summary>
    public int LastPass { get; set; }

    /// <summary>That it was found equal; <see langword="null"/> before.</summary>
    public TableProof? Proof { get; set; }

    /// <summary>Without a key: how many changes there were since all of it was found equal at once.</summary>
    public long Changes { get; set; }

    /// <summary>Without a key: how many looks in a row found it different though nothing had changed; or <see langword="null"/> when it was equal.</summary>
    public int? Unexplained { get; set; }

    /// <summary>Without a key: what differs, for people.</summary>
    public IReadOnlyList<string> WholeDifferences { get; set; } = [];

    /// <summary>Rows that were not equal when they were looked at.</summary>
    [JsonIgnore]
    public Dictionary<string[], Suspect> Suspects { get; private init; } = new(KeyComparer.Instance);

    /// <summary>The same for the file.</summary>
    public IReadOnlyList<Suspect> SuspectList
    {
        get => [.. Suspects.Values];
        init => Suspects = value.ToDictionary(suspect => suspect.Key, KeyComparer.Instance);
    }

    /// <summary>Whether anything of it was compared, so that changes matter: a pass that is yet to begin will see them.</summary>
    [JsonIgnore]
    public bool IsBegun => Pass is not null || Proof is not null;

    /// <summary>Whether its rows can be told apart.</summary>
    [JsonIgnore]
    public bool HasKey => Key.Count > 0;

    /// <summary>Whether a pass goes by ranges of keys.</summary>
    [JsonIgnore]
    public bool UsesRanges => HasKey && !IsOrderedDifferently;

    /// <summary>Whether the follower has no such table, or one with other columns.</summary>
    public bool IsAbsent { get; set; }

    /// <summary>Whether it can be compared while it moves. Of what differs in very many rows, no more are looked for.</summary>
    [JsonIgnore]
    public bool IsComparable => IsStreamed && !IsAbsent && Suspects.Count < MostSuspects;

    /// <summary>How many rows the present or the last pass has compared.</summary>
    [JsonIgnore]
    public long ComparedRows => Pass?.Sums.Count ?? Proof?.Sums.Count ?? 0;

    /// <summary>Without a key: whether it may differ from what was found equal.</summary>
    [JsonIgnore]
    public bool IsWholeInDoubt => !HasKey && (Changes > 0 || Unexplained is not null);

    /// <summary>What is known to differ, for people, at most 10.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Differences =>
        [.. WholeDifferences.Concat(Suspects.Values.Where(suspect => suspect.IsDifferent).Select(suspect => $"{Label(suspect.Key)}: {suspect.Difference}")).Take(10)];

    /// <summary>How a row is called.</summary>
    public string Label(string[] key) => $"{Relation.KeyLabel}={(key.Length == 1 ? key[0] : $"({string.Join(",", key)})")}";

    /// <summary>Takes note of a change.</summary>
    public void Note(RowChange change, uint transaction)
    {
        if (change.IsTruncation)
            Forget();
        else
            Count(change, transaction);
        if (!HasKey || change.IsTruncation)
            Changes++;
        else if (change.Key is null)
            Forget();
    }

    /// <summary>Adds rows that were found equal again, because they had changed.</summary>
    public void AddRechecked(RowSums sums)
    {
        if (Proof is not null)
            Proof.Sums += sums with { Count = 0 };
        else if (Pass is not null)
            Pass.Sums += sums with { Count = 0 };
    }

    /// <summary>All of it was found equal.</summary>
    /// <param name="count">How many rows it has.</param>
    /// <param name="snapshot">In which view of the leader.</param>
    /// <param name="pass">The number of the pass.</param>
    public void Prove(long count, string snapshot, int pass)
    {
        Proof = new TableProof { At = DateTimeOffset.UtcNow, Sums = Pass!.Sums with { Count = count }, CountedIn = snapshot };
        (Pass, LastPass, EstimatedRows, _countedIn) = (null, pass, count, null);
    }

    /// <summary>Nothing is known of it any more.</summary>
    public void Forget() => (Pass, Proof, _countedIn) = (null, null, null);

    private void Count(RowChange change, uint transaction)
    {
        if (Proof is null || change.RowsAdded == 0)
            return;
        if (Proof.CountedIn is null || !(_countedIn ??= new TransactionView(Proof.CountedIn)).Sees(transaction))
            Proof.Sums = Proof.Sums with { Count = Proof.Sums.Count + change.RowsAdded };
    }
}
