using Orchestrator.Contracts.World;
using Orchestrator.Core.Migrations;
using Orchestrator.Core.Plans;

namespace Orchestrator.Core.Tests.Migrations;

public sealed class GateKeeperTests
{
    private static readonly Caller Bert = new("bert", ["approver"]);

    [Fact]
    public async Task PassAsync_EnoughApprovals_GoesOn()
    {
        var (drill, id) = await WaitAtAsync(new() { Required = 2 });
        await drill.Service.DecideGateAsync(id, Gates.Cutover, new(true), MigrationDrill.Approver);
        var waiting = (await drill.SettleAsync(id)).WaitingFor!;
        Assert.Equal(["anna"], waiting.ApprovedBy);

        await drill.Service.DecideGateAsync(id, Gates.Cutover, new(true) { EvidenceHash = waiting.EvidenceHash }, Bert);
        Assert.Equal(MigrationState.CutOver, (await drill.SettleAsync(id)).State);
        drill.World.RequireAtTarget();
    }

    [Fact]
    public async Task PassAsync_SamePersonTwice_CountsOnce()
    {
        var (drill, id) = await WaitAtAsync(new() { Required = 2 });
        await drill.Service.DecideGateAsync(id, Gates.Cutover, new(true), MigrationDrill.Approver);
        await drill.Service.DecideGateAsync(id, Gates.Cutover, new(true), MigrationDrill.Approver);
        var status = await drill.SettleAsync(id);
        Assert.Equal(MigrationState.WaitingForApproval, status.State);
        Assert.Single(status.WaitingFor!.ApprovedBy);
    }

    [Fact]
    public async Task PassAsync_Rejected_RollsBackWithTheReason()
    {
        var (drill, id) = await WaitAtAsync(new());
        await drill.Service.DecideGateAsync(id, Gates.Cutover, new(false) { Comment = "totals look odd" }, MigrationDrill.Approver);
        var status = await drill.SettleAsync(id);
        Assert.Equal(MigrationState.RolledBack, status.State);
        Assert.Contains("anna rejected 'cutover': totals look odd", status.Error);
        drill.World.RequireBackAtSource();
    }

    [Fact]
    public async Task PassAsync_NobodyDecides_RemindsThenRollsBack()
    {
        var (drill, id) = await WaitAtAsync(new() { ExpiresAfter = TimeSpan.FromHours(9) });
        var status = await drill.RunUntilAsync(id);
        Assert.Equal(MigrationState.RolledBack, status.State);
        Assert.Equal(3, drill.World.Told.Count(told => told.Event == NotificationEvent.ApprovalNeeded));
        Assert.Equal(3, drill.World.Told.Where(told => told.Event == NotificationEvent.ApprovalNeeded).Select(told => told.Id).Distinct().Count());
        drill.World.RequireBackAtSource();
    }

    [Fact]
    public async Task DecideGateAsync_AfterAnExpiredGateWasRolledBack_IsRefusedAndChangesNothing()
    {
        var (drill, id) = await WaitAtAsync(new() { ExpiresAfter = TimeSpan.FromHours(1) });
        var ended = await drill.RunUntilAsync(id);

        await Assert.ThrowsAsync<MigrationFinishedException>(() => drill.Service.DecideGateAsync(id, Gates.Cutover, new(true), MigrationDrill.Approver));

        Assert.Equal(MigrationState.RolledBack, (await drill.SettleAsync(id)).State);
        Assert.Equal(ended.Revision, (await drill.SettleAsync(id)).Revision);
        drill.World.RequireBackAtSource();
    }

    [Fact]
    public async Task PassAsync_ExpiryHolds_GoesOnWaiting()
    {
        var (drill, id) = await WaitAtAsync(new() { ExpiresAfter = TimeSpan.FromHours(1), OnExpiry = ExpiryPolicy.Hold });
        drill.Time.Advance(TimeSpan.FromHours(30));
        Assert.Equal(MigrationState.WaitingForApproval, (await drill.SettleAsync(id)).State);
        await drill.Service.DecideGateAsync(id, Gates.Cutover, new(true), MigrationDrill.Approver);
        Assert.Equal(MigrationState.CutOver, (await drill.SettleAsync(id)).State);
    }

    [Fact]
    public async Task DecideGateAsync_WhoMayNot_IsRefused()
    {
        var (drill, id) = await WaitAtAsync(new() { From = ["approver", "olga"], NotByStarter = true });
        await Assert.ThrowsAsync<NotAllowedException>(() => drill.Service.DecideGateAsync(id, Gates.Cutover, new(true), new("rita", ["reader"])));
        await Assert.ThrowsAsync<NotAllowedException>(() => drill.Service.DecideGateAsync(id, Gates.Cutover, new(true), MigrationDrill.Operator));
        await Assert.ThrowsAsync<MigrationConflictException>(() => drill.Service.DecideGateAsync(id, Gates.Start, new(true), Bert));
        await Assert.ThrowsAsync<MigrationConflictException>(
            () => drill.Service.DecideGateAsync(id, Gates.Cutover, new(true) { EvidenceHash = "other" }, Bert));
        Assert.Equal(MigrationState.WaitingForApproval, (await drill.SettleAsync(id)).State);
    }

    [Fact]
    public async Task PassAsync_WakeWithoutStoredDecision_DoesNotOpen()
    {
        var (drill, id) = await WaitAtAsync(new());
        await drill.Host.RaiseEventAsync(id, MigrationRequest.WakeEvent, new { decision = "approve" });
        Assert.Equal(MigrationState.WaitingForApproval, (await drill.SettleAsync(id)).State);
    }

    [Fact]
    public async Task PassAsync_LostWake_IsNoticedInTime()
    {
        var (drill, id) = await WaitAtAsync(new());
        var waiting = (await drill.SettleAsync(id)).WaitingFor!;
        var request = new MigrationRequest("late", RequestKind.Approve, "anna", drill.Time.GetUtcNow()) { Gate = waiting.Gate, EvidenceHash = waiting.EvidenceHash };
        await drill.Ledger.AppendAsync(new(id, request.Id, MigrationRequest.EntryKind, request.At, request.By, "approved") { DataJson = Core.Durability.DurableJson.Write(request) });
        drill.Time.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal(MigrationState.CutOver, (await drill.SettleAsync(id)).State);
    }

    private static async Task<(MigrationDrill Drill, string Id)> WaitAtAsync(ApprovalGate gate)
    {
        var drill = new MigrationDrill();
        var status = await drill.StartAsync(FakeWorld.Plan() with { Approvals = new Dictionary<string, ApprovalGate> { [Gates.Cutover] = gate } });
        Assert.Equal(MigrationState.WaitingForApproval, status.State);
        Assert.Equal(Gates.Cutover, status.WaitingFor!.Gate);
        return (drill, status.Id);
    }
}
