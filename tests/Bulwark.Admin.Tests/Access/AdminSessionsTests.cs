using System.Net;
using Bulwark.Admin.Access;
using Microsoft.Extensions.Time.Testing;

namespace Bulwark.Admin.Tests.Access;

public sealed class AdminSessionsTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void A_session_that_is_not_used_ends_after_a_quarter_of_an_hour()
    {
        var sessions = new AdminSessions(_time);
        var secret = sessions.Begin().Secret;

        _time.Advance(AdminSessions.Idle - TimeSpan.FromTicks(1));
        Assert.NotNull(sessions.Use(secret));
        _time.Advance(AdminSessions.Idle - TimeSpan.FromTicks(1));
        Assert.NotNull(sessions.Use(secret));
        _time.Advance(AdminSessions.Idle);
        Assert.Null(sessions.Use(secret));
    }

    [Fact]
    public void A_session_ends_after_eight_hours_however_busy()
    {
        var sessions = new AdminSessions(_time);
        var secret = sessions.Begin().Secret;
        for (var minutes = 10; minutes < 480; minutes += 10)
        {
            _time.Advance(TimeSpan.FromMinutes(10));
            Assert.NotNull(sessions.Use(secret));
        }

        _time.Advance(TimeSpan.FromMinutes(10));

        Assert.Null(sessions.Use(secret));
    }

    [Fact]
    public void A_made_up_secret_is_no_session()
    {
        var sessions = new AdminSessions(_time);
        var (secret, session) = sessions.Begin();

        Assert.Null(sessions.Use(SecretToken.HashOf(secret)));
        Assert.Null(sessions.Use(session.Id));
        Assert.Null(sessions.Use(""));
        Assert.NotNull(sessions.Use(secret));
    }

    [Fact]
    public async Task Signing_out_ends_the_session_and_takes_the_cookie_back()
    {
        await using var admin = await AdminInstance.StartAsync();
        var cookie = await admin.SignInAsync();

        using var response = await admin.PostAsync("/logout", cookie: cookie);
        using var after = await admin.GetAsync("/", cookie);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (response.StatusCode, after.StatusCode));
        Assert.Equal(
            "__Host-bulwark-admin=; expires=Thu, 01 Jan 1970 00:00:00 GMT; path=/; secure; samesite=strict; httponly",
            Assert.Single(response.Headers.GetValues("Set-Cookie")));
        Assert.Single(admin.Log.Records, record => record.EventId == 7004);
    }

    [Fact]
    public async Task Two_sessions_do_not_end_together()
    {
        await using var admin = await AdminInstance.StartAsync();
        var first = await admin.SignInAsync();
        var second = await admin.SignInAsync();

        using var response = await admin.PostAsync("/logout", cookie: first);
        using var other = await admin.GetAsync("/", second);

        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }
}
