using Bulwark.Core.Hosting;
using Bulwark.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Bulwark.Homeserver.Tests.Testing;

/// <summary>The real tier on a Unix socket in a folder of its own, with an identity provider beside it.</summary>
public sealed class HomeserverFixture : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private TestIssuer? _issuer;
    private WebApplication? _app;

    /// <summary>Set before the start, or between <see cref="StopAsync"/> and <see cref="StartAsync"/>.</summary>
    public HomeserverOptions Options { get; set; } = new();

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public TierEnvironment Environment { get; private set; } = null!;

    public TestIssuer Issuer => _issuer!;

    public static async Task<HomeserverFixture> StartNewAsync(HomeserverOptions? options = null, TimeProvider? time = null)
    {
        var fixture = new HomeserverFixture { Options = options ?? new HomeserverOptions(), Time = time ?? TimeProvider.System };
        await fixture.InitializeAsync();
        return fixture;
    }

    public async ValueTask InitializeAsync()
    {
        Environment = TestEnvironment.Create(_directory, Time);
        _issuer = await TestIssuer.StartAsync(Environment);
        await StartAsync();
    }

    public async Task StartAsync()
    {
        _app = HomeserverTier.Build(Options, Environment);
        await _app.StartAsync();
    }

    public async Task StopAsync()
    {
        await _app!.StopAsync();
        await _app.DisposeAsync();
        _app = null;
    }

    /// <summary>A part of the tier, for what cannot be seen from outside.</summary>
    internal T Part<T>()
        where T : notnull => _app!.Services.GetRequiredService<T>();

    /// <summary>A client without a session.</summary>
    public MatrixClient Anonymous() => new(Environment.Data.Socket(HomeserverTier.Name));

    /// <summary>Logs a user in and gives the client that has the session.</summary>
    public async Task<MatrixClient> LogInAsync(string user, params string[] groups)
    {
        var client = Anonymous();
        await client.LogInAsync(Issuer.IdToken(user, groups));
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await StopAsync();

        if (_issuer is not null)
            await _issuer.DisposeAsync();

        _directory.Dispose();
    }
}
