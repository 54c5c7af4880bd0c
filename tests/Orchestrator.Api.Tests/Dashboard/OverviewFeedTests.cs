using System.Text;
using System.Text.Json.Nodes;
using Orchestrator.Api.Dashboard;
using Xunit;

namespace Orchestrator.Api.Tests.Dashboard;

public sealed class OverviewFeedTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly OverviewFeed _feed = new(TimeProvider.System);
    private readonly Viewer _viewer;

    public OverviewFeedTests() => _viewer = new(_feed);

    [Fact]
    public async Task Next_BeforeTheFirstList_Waits()
    {
        var next = _feed.NextAsync(0, default);
        Assert.False(next.IsCompleted);

        _feed.Publish([], []);

        Assert.Single((await next.WaitAsync(Patience)).Frames);
    }

    [Fact]
    public async Task Next_NewViewer_GetsEverythingInPiecesNewestFirst()
    {
        _feed.Publish(Rows(0, 1_201), []);

        var news = await _feed.NextAsync(0, default);
        var events = news.Frames.Select(Event.Parse).ToList();

        Assert.Equal(["reset", "rows", "rows"], events.Select(one => one.Kind));
        Assert.Equal([500, 500, 201], events.Select(one => one.Ids.Count));
        Assert.Equal([true, true, false], events.Select(one => (bool)one.Data["more"]!));
        Assert.Equal("m-1200", events[0].Ids[0]);
        Assert.Equal(1_201, events.SelectMany(one => one.Ids).Distinct().Count());
    }

    [Fact]
    public async Task Next_ListCutOff_IsSentAgainFromTheBeginning()
    {
        _feed.Publish(Rows(0, 700), []);
        var events = (await _feed.NextAsync(0, default)).Frames.Select(Event.Parse).ToList();

        Assert.Equal(0, _feed.PositionOf(events[0].Id));
        Assert.Equal(2, _feed.PositionOf(events[1].Id));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("00000000-1")]
    [InlineData("a-b-c")]
    [InlineData("-")]
    public void PositionOf_ForeignEvent_IsTheBeginning(string? lastEventId)
    {
        _feed.Publish(Rows(0, 1), []);
        Assert.Equal(0, _feed.PositionOf(lastEventId));
    }

    [Fact]
    public async Task PositionOf_EventThatIsYetToCome_IsTheBeginning()
    {
        _feed.Publish(Rows(0, 1), []);
        await _viewer.CatchUpAsync();
        Assert.Equal(0, _feed.PositionOf(_viewer.LastId!.Replace("-1", "-2", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Publish_RowThatLooksAsBefore_IsNoNews()
    {
        _feed.Publish(Rows(0, 2), []);
        await _viewer.CatchUpAsync();

        _feed.Publish([Row(0), Row(1, "changed")], ["unknown"]);
        var (resets, rows) = await _viewer.CatchUpAsync();

        Assert.Equal((0, 1), (resets, rows));
    }

    [Fact]
    public async Task Next_ViewerThatComesBack_GetsWhatItMissedAndNothingTwice()
    {
        _feed.Publish(Rows(0, 3), []);
        await _viewer.CatchUpAsync();

        _feed.Publish([Row(1, "a")], []);
        _feed.Publish([Row(7), Row(1, "b")], ["m-0"]);
        var (resets, rows) = await new Viewer(_feed, _viewer).CatchUpAsync();

        Assert.Equal((0, 3), (resets, rows));
        Assert.Equal(["m-1 b", "m-2 ", "m-7 "], _viewer.Shown);
    }

    [Fact]
    public async Task Next_ViewerBehindWhatIsKept_GetsEverything()
    {
        _feed.Publish(Rows(0, 10), []);
        await _viewer.CatchUpAsync();
        for (var round = 0; round <= OverviewFeed.KeptRows / 10; round++)
            _feed.Publish(Rows(0, 10, $"{round}"), []);

        var (resets, rows) = await _viewer.CatchUpAsync();

        Assert.Equal((1, 10), (resets, rows));
    }

    [Fact]
    public async Task Next_ViewerWithinWhatIsKept_GetsEachChange()
    {
        _feed.Publish(Rows(0, 10), []);
        await _viewer.CatchUpAsync();
        for (var round = 0; round < OverviewFeed.KeptRows / 10; round++)
            _feed.Publish(Rows(0, 10, $"{round}"), []);

        var (resets, rows) = await _viewer.CatchUpAsync();

        Assert.Equal((0, OverviewFeed.KeptRows), (resets, rows));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Next_ManyViewersThatComeAndGo_ShowTheSameInTheEnd(int seed)
    {
        var random = new Random(seed);
        Viewer[] viewers = [.. Enumerable.Range(0, 5).Select(_ => new Viewer(_feed))];
        for (var round = 0; round < 400; round++)
        {
            _feed.Publish(
                [.. Enumerable.Range(0, random.Next(80)).Select(_ => random.Next(1_200)).Distinct().Select(number => Row(number, $"{round}"))],
                [.. Enumerable.Range(0, random.Next(3)).Select(_ => $"m-{random.Next(1_200)}").Distinct()]);
            await viewers[random.Next(4)].CatchUpAsync(atMost: random.Next(1, 6)); // the last one sleeps until the end
        }

        foreach (var viewer in viewers)
            await viewer.CatchUpAsync();

        var all = new Viewer(_feed);
        await all.CatchUpAsync();
        Assert.All(viewers, viewer => Assert.Equal(all.Shown, viewer.Shown));
    }

    private static IEnumerable<OverviewItem> Rows(int from, int count, string note = "") => Enumerable.Range(from, count).Select(number => Row(number, note));

    private static OverviewItem Row(int number, string note = "") => new(
        $"m-{number}", DateTimeOffset.UnixEpoch.AddHours(number), Encoding.UTF8.GetBytes(new JsonObject { ["id"] = $"m-{number}", ["note"] = note }.ToJsonString()));

    /// <summary>A page: starts anew, replaces by id and removes as the contract says.</summary>
    private sealed class Viewer(OverviewFeed feed, Viewer? before = null)
    {
        private readonly Dictionary<string, string> _shown = before?._shown ?? [];

        public string? LastId { get; private set; } = before?.LastId;

        public IEnumerable<string> Shown => _shown.OrderBy(row => row.Key, StringComparer.Ordinal).Select(row => $"{row.Key} {row.Value}");

        public async Task<(int Resets, int Rows)> CatchUpAsync(int atMost = int.MaxValue)
        {
            var (resets, rows) = (0, 0);
            for (var number = 0; number < atMost; number++)
            {
                var next = feed.NextAsync(feed.PositionOf(LastId), default);
                if (!next.IsCompleted)
                    break;
                foreach (var told in (await next).Frames.Select(Event.Parse))
                {
                    resets += told.Kind == "reset" ? 1 : 0;
                    rows += told.Rows.Count;
                    Show(told);
                }
            }

            return (resets, rows);
        }

        private void Show(Event told)
        {
            LastId = told.Id;
            if (told.Kind == "reset")
                _shown.Clear();
            foreach (var row in told.Rows)
                _shown[row.Text("id")!] = row.Text("note")!;
            if (told.Kind == "removed")
                told.Ids.ForEach(id => _shown.Remove(id));
        }
    }

    private sealed record Event(string Id, string Kind, JsonNode Data)
    {
        public IReadOnlyList<JsonNode> Rows => Data["rows"] is JsonArray rows ? [.. rows.Select(row => row!)] : [];

        public List<string> Ids => Data["ids"] is JsonArray ids ? [.. ids.Select(id => id!.ToString())] : [.. Rows.Select(row => row.Text("id")!)];

        public static Event Parse(byte[] frame)
        {
            var text = Encoding.UTF8.GetString(frame);
            Assert.EndsWith("\n\n", text, StringComparison.Ordinal);
            var fields = text.TrimEnd('\n').Split('\n').ToDictionary(line => line[..line.IndexOf(": ", StringComparison.Ordinal)], line => line[(line.IndexOf(": ", StringComparison.Ordinal) + 2)..]);
            return new(fields["id"], fields["event"], JsonNode.Parse(fields["data"])!);
        }
    }
}
