namespace Orchestrator.Adapters.PostgreSql.Verification;

/// <summary>A row that was not the same on both sides when it was looked at.</summary>
internal sealed class Suspect
{
    /// <summary>Two looks in a row that no change explains are proof: the first may have met a commit that the leader had not shown yet.</summary>
    private const int Enough = 2;

    /// <summary>Its key.</summary>
    public required string[] Key { get; init; }

    /// <summary>How many looks in a row no change explained.</summary>
    public int Unexplained { get; set; }

    /// <summary>Whether the row has changed since the latest look.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool HasChanged { get; set; }

    /// <summary>What is wrong with the row, for people.</summary>
    public string Difference { get; set; } = "";

    /// <summary>Whether it is known to differ.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsDifferent => Unexplained >= Enough;
}
