using Bulwark.Core.Control;
using Bulwark.Core.Hosting;
using Bulwark.Core.Revisions;
using Bulwark.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Bulwark.Core.Tests.Revisions;

/// <summary>A tier as the command line leads it over its control socket, and as it goes on when the command line is gone.</summary>
public sealed class TierRevisionTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly RecordingLoggerFactory _log = new();
    private readonly StandInSettings _settings = new();
    private DataDirectory _data = null!;
    private RevisionFolder _folder = null!;
    private WebApplication _tier = null!;
    private ControlClient _control = null!;

    public async ValueTask InitializeAsync()
    {
        var environment = TestEnvironment.Create(_directory, _time, _log) with { Revision = 1, Settings = _settings };
        _data = environment.Data;
        _folder = new RevisionFolder(_data);
        Write(1, "one");
        Happen(1, RevisionStep.InForce);
        _tier = SampleTier.Build(environment);
        await _tier.StartAsync(TestContext.Current.CancellationToken);
        _control = new ControlClient(_data, SampleTier.Name);
    }

    public async ValueTask DisposeAsync()
    {
        _control.Dispose();
        await _tier.StopAsync();
        await _tier.DisposeAsync();
        _directory.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task Tells_the_revision_that_it_runs_under()
    {
        var view = await _control.GetAsync("/settings", RevisionJson.Default.TierSettingsView, TestContext.Current.CancellationToken);

        Assert.Equal((SampleTier.Name, 1, null, Environment.ProcessId), (view.Tier, view.Revision, view.Prepared, view.ProcessId));
    }

    [Fact]
    public async Task Takes_over_what_it_prepared_once_the_history_says_so()
    {
        Write(2, "two");

        Assert.Equal((1, 2), await PostAsync("prepare", 2));
        Assert.Empty(_settings.InForce);
        Happen(2, RevisionStep.InForce);
        Assert.Equal((2, null), await PostAsync("commit", 2));

        Assert.Equal("two", string.Join(' ', _settings.InForce));
        Assert.Empty(_settings.Dropped);
        Assert.Contains($"sample: settings of revision 2 are in force, before them those of revision 1; asked by user {PeerCredentials.OwnUserId}", _log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Builds_nothing_for_the_step_of_a_promotion()
    {
        Write(2, "refuse");
        using (var held = RevisionLock.TryAcquire(_folder)!)
        {
            _folder.Append(held, new RevisionEvent
            {
                Number = 2,
                Step = RevisionStep.InForce,
                Time = _time.GetUtcNow(),
                Cause = RevisionCause.Promote,
                Other = 1,
                Promotion = new RevisionPromotion { Tier = SampleTier.Name, Group = "core", Percent = 1, Limit = 0, Since = _time.GetUtcNow() },
            });
        }

        Assert.Equal((2, null), await PostAsync("commit", 2));
        Assert.Empty(_settings.InForce);
    }

    [Fact]
    public async Task Does_not_take_over_what_the_history_does_not_name()
    {
        Write(2, "two");
        await PostAsync("prepare", 2);

        var refusal = await Assert.ThrowsAsync<OperatorException>(() => PostAsync("commit", 2));

        Assert.Equal("Revision 2 is not the one in force.", refusal.Message);
        Assert.Empty(_settings.InForce);
    }

    [Fact]
    public async Task Says_what_hinders_it_and_keeps_nothing()
    {
        Write(2, "refuse");

        var refusal = await Assert.ThrowsAsync<OperatorException>(() => PostAsync("prepare", 2));
        var missing = await Assert.ThrowsAsync<OperatorException>(() => PostAsync("prepare", 3));

        Assert.Equal("sample does not take it", refusal.Message);
        Assert.Equal($"Revision 3 is not kept any more: {_folder.PathOf(3)} is missing.", missing.Message);
    }

    [Fact]
    public async Task Drops_what_it_is_told_to_abandon()
    {
        Write(2, "two");
        await PostAsync("prepare", 2);

        Assert.Equal((1, null), await PostAsync("abandon", 2));

        Assert.Equal("two", string.Join(' ', _settings.Dropped));
    }

    [Fact]
    public async Task Drops_what_nobody_puts_into_force()
    {
        Write(2, "two");
        await PostAsync("prepare", 2);

        _time.Advance(TierRevision.HeldFor);

        await UntilAsync(() => !_settings.Dropped.IsEmpty);
        Assert.Contains("revision 2 was prepared and never put into force", _log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prepares_again_when_files_were_read_again_in_the_meantime()
    {
        Write(2, "two");
        await PostAsync("prepare", 2);
        Write(9, "reloaded");
        await _tier.Services.GetRequiredService<SettingsGate>().ExchangeAsync(
            () => _settings.Prepare(SampleTier.Name, _folder.PathOf(9), _tier.Services), TestContext.Current.CancellationToken);
        Happen(2, RevisionStep.InForce);

        await PostAsync("commit", 2);

        Assert.Equal("reloaded two", string.Join(' ', _settings.InForce));
        Assert.Equal("two", string.Join(' ', _settings.Dropped));
    }

    [Fact]
    public async Task Follows_the_history_by_itself_when_the_command_died_before_it_said_so()
    {
        Write(2, "two");
        await PostAsync("prepare", 2);
        Happen(2, RevisionStep.InForce);

        await PassAsync(() => !_settings.InForce.IsEmpty);

        Assert.Equal("two", string.Join(' ', _settings.InForce));
        Assert.Contains("settings of revision 2 are in force, as the history of revisions says", _log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Goes_back_by_itself_when_a_trial_is_not_confirmed_and_writes_it_down()
    {
        Write(2, "two");
        Happen(2, RevisionStep.InForce, _time.GetUtcNow().AddSeconds(60));
        await PostAsync("commit", 2);
        _time.Advance(TimeSpan.FromSeconds(58));
        Assert.Equal("two", string.Join(' ', _settings.InForce));

        await PassAsync(() => _settings.InForce.Count > 1);

        Assert.Equal("two one", string.Join(' ', _settings.InForce));
        await PassAsync(() => _folder.Read().Events[^1].Step == RevisionStep.RolledBack);
        Assert.Contains("Revision 2 was not confirmed in time: revision 1 is in force again", _log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keeps_a_trial_that_was_confirmed()
    {
        Write(2, "two");
        Happen(2, RevisionStep.InForce, _time.GetUtcNow().AddSeconds(5));
        await PostAsync("commit", 2);
        Happen(2, RevisionStep.Confirmed);

        for (var second = 0; second < 10; second++)
            await StepAsync();

        Assert.Equal("two", string.Join(' ', _settings.InForce));
    }

    [Fact]
    public async Task Says_once_why_it_cannot_follow_and_follows_when_it_can()
    {
        Write(2, "refuse");
        Happen(2, RevisionStep.InForce);
        await PassAsync(() => _log.Text.Contains("stays on revision 1 although revision 2 is in force: sample does not take it", StringComparison.Ordinal));
        await StepAsync();
        Write(2, "two");

        await PassAsync(() => !_settings.InForce.IsEmpty);

        Assert.Equal("two", string.Join(' ', _settings.InForce));
        Assert.Single(_log.Records, record => record.EventId == 104);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("nonsense")]
    public async Task Refuses_a_body_that_is_none(string body)
    {
        using var client = new HttpClient(Core.Http.UnixSocketHttp.CreateHandler(_data.ControlSocket(SampleTier.Name)));
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");

        using var response = await client.PostAsync(new Uri("http://control/settings/prepare"), content, TestContext.Current.CancellationToken);

        Assert.Equal(System.Net.HttpStatusCode.BadRequest, response.StatusCode);
    }

    private void Write(int number, string text)
    {
        using var held = RevisionLock.TryAcquire(_folder)!;
        _folder.Write(held, number, System.Text.Encoding.UTF8.GetBytes(text));
    }

    private void Happen(int number, RevisionStep step, DateTimeOffset? confirmBy = null)
    {
        using var held = RevisionLock.TryAcquire(_folder)!;
        _folder.Append(held, new RevisionEvent { Number = number, Step = step, Time = _time.GetUtcNow(), Cause = RevisionCause.Apply, ConfirmBy = confirmBy });
    }

    private async Task<(int Revision, int? Prepared)> PostAsync(string action, int number)
    {
        var view = await _control.PostAsync(
            $"/settings/{action}",
            new RevisionRequest { Revision = number },
            RevisionJson.Default.RevisionRequest,
            RevisionJson.Default.TierSettingsView,
            TestContext.Current.CancellationToken);
        return (view.Revision, view.Prepared);
    }

    // Time passes second by second, since the tier looks once a second.
    private Task PassAsync(Func<bool> isThere) => UntilAsync(isThere, () => _time.Advance(TimeSpan.FromSeconds(1)));

    private async Task StepAsync()
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        await Task.Delay(10, TestContext.Current.CancellationToken);
    }

    private static async Task UntilAsync(Func<bool> isThere, Action? meanwhile = null)
    {
        var deadline = Deadline.Token();
        while (!isThere())
        {
            meanwhile?.Invoke();
            await Task.Delay(10, deadline);
        }
    }
}
