using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Bulwark.Waf.Matching;
using Bulwark.Waf.Matching.Automata;
using Bulwark.Waf.Parsing;
using Bulwark.Waf.Parsing.Syntax;
using Bulwark.Waf.Variables;

namespace Bulwark.Bench.Matching;

/// <summary>What it costs to ask all patterns that a rule set has for arguments of one value: nanoseconds of CPU time for a byte, cold and warm.</summary>
internal static class MatchBench
{
    public const string Name = "match";
    private const int Values = 400;

    public static int Run(IReadOnlyList<string> ruleFiles)
    {
        Console.WriteLine("| patterns | values | cold ns/byte | warm ns/byte | passes | states | KiB | without learning ns/byte | .NET Regex ns/byte |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        var rules = SecLangParser.ParseFiles(ruleFiles).Directives.OfType<SecRule>().ToList();
        foreach (var level in (int[])[1, 2, 4])
        {
            var texts = rules.Where(rule => AsksArguments(rule) && Level(rule) <= level).Select(rule => rule.Operator.Argument).Distinct(StringComparer.Ordinal).ToList();
            Measure(level, texts);
        }

        return 0;
    }

    private static bool AsksArguments(SecRule rule) =>
        rule.Operator.Name == "rx" && !rule.Operator.Argument.Contains("%{", StringComparison.Ordinal) && rule.Targets.Any(target => target is { Kind: VariableKind.Args, Form: TargetForm.Values });

    private static int Level(SecRule rule)
    {
        const string Tag = "paranoia-level/";
        var tag = rule.Actions.FirstOrDefault(action => action.Name == "tag" && action.Argument!.StartsWith(Tag, StringComparison.Ordinal));
        return tag.Argument is null ? 1 : int.Parse(tag.Argument[Tag.Length..], CultureInfo.InvariantCulture);
    }

    private static void Measure(int level, List<string> texts)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var watch = Cpu();
        var patterns = texts.ConvertAll(Pattern.Parse);
        var parsed = Cpu() - watch;
        List<PatternSource> sources = patterns.ConvertAll(pattern => PatternSource.Regex(pattern));
        var memory = new AutomatonMemory(AutomatonMemory.DefaultLimit);
        var set = PatternSet.Build(sources, memory);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"PL{level}: {set.Count} patterns, {set.ExactCount} by their factor alone; parsed in {parsed.TotalMilliseconds:N0} ms, built in {(Cpu() - watch - parsed).TotalMilliseconds:N0} ms"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"memory before anything is learned: {(GC.GetTotalMemory(forceFullCollection: true) - before) / 1024} KiB"));
        foreach (var (kind, make) in SampleValues.All)
        {
            var dice = new SampleValues(17);
            var values = Enumerable.Range(0, Values).Select(_ => make(dice)).ToArray();
            var bytes = (double)values.Sum(value => value.Length);
            var fresh = PatternSet.Build(sources, memory);
            var (cold, passes) = Pass(fresh, values, int.MaxValue);
            var warm = TimeSpan.MaxValue;
            for (var i = 0; i < 5; i++)
                warm = new(Math.Min(warm.Ticks, Pass(fresh, values, int.MaxValue).Elapsed.Ticks));

            var unlearned = Pass(PatternSet.Build(sources, memory), values, 0).Elapsed;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| PL{level}, {set.Count} | {kind} | {cold.TotalNanoseconds / bytes:N0} | {warm.TotalNanoseconds / bytes:N1} | {passes / bytes:N2} | {fresh.States} | {fresh.Bytes / 1024} | {unlearned.TotalNanoseconds / bytes:N0} | {Net(texts, values) / bytes:N0} |"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"all automata: {memory.Used / 1024} KiB"));
    }

    private static (TimeSpan Elapsed, long Passes) Pass(PatternSet set, byte[][] values, int learning)
    {
        Span<ulong> matched = stackalloc ulong[set.Words];
        long passes = 0;
        var start = Cpu();
        foreach (var value in values)
        {
            var budget = new MatchBudget(learning);
            set.Match(value, matched, ref budget);
            passes += budget.InspectedBytes;
        }

        return (Cpu() - start, passes);
    }

    /// <summary>The same patterns one by one; those that .NET reads otherwise cost about the same.</summary>
    private static double Net(List<string> texts, byte[][] values)
    {
        var regexes = new List<Regex>();
        foreach (var text in texts)
        {
            try
            {
                regexes.Add(new Regex(text.Replace("++", "+", StringComparison.Ordinal), RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.CultureInvariant, TimeSpan.FromMinutes(1)));
            }
            catch (ArgumentException)
            {
                // A few have no spelling that both understand.
            }
        }

        var strings = values.Take(20).Select(Encoding.Latin1.GetString).ToList();
        var start = Cpu();
        var count = strings.Sum(value => regexes.Count(regex => regex.IsMatch(value)));
        GC.KeepAlive(count);
        return (Cpu() - start).TotalNanoseconds * values.Sum(value => value.Length) / strings.Sum(value => value.Length);
    }

    private static TimeSpan Cpu() => Environment.CpuUsage.UserTime;
}
