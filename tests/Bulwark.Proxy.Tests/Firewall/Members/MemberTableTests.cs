using Bulwark.Proxy.Firewall.Members;
using Bulwark.Proxy.RateLimiting.Counting;
using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace Bulwark.Proxy.Tests.Firewall.Members;

public sealed class MemberTableTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly MemberTable _table;

    public MemberTableTests() => _table = new MemberTable(_time);

    [Fact]
    public void Knows_whose_a_credential_is_until_it_is_refused()
    {
        Learn(Key(1), "alice");

        Assert.Equal("hash of alice", _table.Find(Key(1))?.Hash);
        Assert.Null(_table.Find(Key(2)));

        _table.Forget(Key(1));

        Assert.Null(_table.Find(Key(1)));
    }

    [Fact]
    public void Forgets_a_credential_that_nobody_has_verified_for_an_hour()
    {
        Learn(Key(1), "alice");
        _time.Advance(MemberTable.Kept);
        Assert.NotNull(_table.Find(Key(1)));

        Learn(Key(1), "alice");
        _time.Advance(MemberTable.Kept);
        Assert.NotNull(_table.Find(Key(1)));

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(_table.Find(Key(1)));
    }

    [Fact]
    public void Forgets_a_credential_that_has_ended_by_itself()
    {
        _table.Learn(Key(1), "alice", name => name, _time.GetUtcNow() + TimeSpan.FromMinutes(5));
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.NotNull(_table.Find(Key(1)));

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(_table.Find(Key(1)));
    }

    [Fact]
    public void Hashes_a_name_once_and_allocates_nothing_for_a_credential_that_it_knows()
    {
        var before = Learn(Key(1), "alice");
        Func<string, string> isKnown = static _ => throw new InvalidOperationException("It is known already.");
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            Assert.Same(before, _table.Learn(Key(1), "alice", isKnown));

        // What the runtime takes for itself once is not what a request costs.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 0, 999);
    }

    [Fact]
    public void Believes_the_latest_who_says_whose_a_credential_is()
    {
        Learn(Key(1), "alice");
        Learn(Key(1), "bob");

        Assert.Equal("hash of bob", _table.Find(Key(1))?.Hash);
        _table.Forget(Key(1));
        Assert.Null(_table.Find(Key(1)));
    }

    [Fact]
    public void Keeps_the_credentials_that_were_verified_last_where_there_is_room_for_eight()
    {
        // These meet in one place, which nobody without the key of the hash can bring about.
        for (var high = 1UL; high <= 9; high++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            Learn(new RateKey(5, high), $"member {high}");
            Learn(new RateKey(5, 1), "member 1");
        }

        Assert.Equal("hash of member 1", _table.Find(new RateKey(5, 1))?.Hash);
        Assert.Null(_table.Find(new RateKey(5, 2)));
        for (var high = 3UL; high <= 9; high++)
            Assert.Equal($"hash of member {high}", _table.Find(new RateKey(5, high))?.Hash);
    }

    [Fact]
    public void Names_the_right_member_or_nobody_whatever_has_come_before() =>
        Gen.Select(Gen.ULong[1, 4], Gen.ULong[1, 12], Gen.Int[0, 3]).Array[1, 400].Sample(steps =>
        {
            var table = new MemberTable(_time);
            var truth = new Dictionary<RateKey, string>();
            foreach (var (low, high, step) in steps)
            {
                var key = new RateKey(low, high);
                if (step == 0)
                {
                    table.Forget(key);
                    truth.Remove(key);
                }
                else if (step == 1)
                {
                    truth[key] = $"{low} {high} {truth.Count}";
                    table.Learn(key, truth[key], name => name);
                }

                var found = table.Find(key);
                Assert.True(found is null || found.Hash == truth.GetValueOrDefault(key));
            }
        });

    [Fact]
    public async Task Names_nobody_wrongly_while_many_write()
    {
        const int Members = 512;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(worker => Task.Run(() =>
        {
            var random = (ulong)worker;
            for (var i = 0; i < 100_000; i++)
            {
                random = (random * 6364136223846793005) + 1442695040888963407; // Knuth's generator
                var number = (random >> 33) % Members;
                var key = new RateKey(number % 16, number);
                if (i % 3 == 0)
                    _table.Learn(key, $"{number}", name => name);
                else if (i % 31 == 0)
                    _table.Forget(key);

                if (_table.Find(key) is { } found)
                    Assert.Equal($"{number}", found.Hash);
            }
        })));
    }

    private static RateKey Key(ulong number) => RateKey.Of(number, ~number);

    private KnownMember Learn(RateKey key, string name) => _table.Learn(key, name, name => "hash of " + name);
}
