namespace Orchestrator.Engine.Sqlite.Storage;

/// <summary>One piece of work for the writer: applied in a transaction that it may share with others.</summary>
internal interface IWrite
{
    /// <summary>What it stores, for telemetry and fault tests.</summary>
    string Name { get; }

    /// <summary>Writes the rows. May be called again when the transaction had to be rolled back.</summary>
    void Apply(HubTables tables);

    /// <summary>The rows are durable: sets off what follows from them.</summary>
    void Committed();

    /// <summary>The rows cannot be stored, ever.</summary>
    void Failed(Exception error);
}
