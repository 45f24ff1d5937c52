using System.Collections.Immutable;
using System.CommandLine;
using SampleHost;

namespace ScanConsole;

/// <summary>The options of the command line: what they are called, what they accept, and what is said about anything else.</summary>
internal sealed class CommandLine
{
    private const string DefaultOwner = "console";
    private const int DefaultTop = 10;
    private const string DefaultDeadline = "3m";
    private const string DefaultLatency = "50ms";

    private readonly Option<OwnerId?> _owner;
    private readonly Option<ImmutableArray<string>> _symbols;
    private readonly Option<ImmutableArray<StrategyId>> _strategies;
    private readonly Option<int?> _top;
    private readonly Option<decimal?> _minProfit;
    private readonly Option<ImmutableArray<RiskLevel>> _risks;
    private readonly Option<decimal?> _account;
    private readonly Option<decimal?> _rate;
    private readonly Option<decimal?> _costs;
    private readonly Option<TimeSpan?> _deadline;
    private readonly Option<TimeSpan?> _latency;
    private readonly Option<ImmutableArray<StrategyId>> _fail;
    private readonly Option<ImmutableArray<StrategyId>> _hang;
    private readonly Option<bool> _json;
    private readonly Option<bool> _csv;
    private readonly Option<Endpoint?> _redis;
    private readonly Option<bool> _worker;
    private readonly Option<bool> _submit;
    private readonly Option<bool> _walkForward;
    private readonly RootCommand _root;

    /// <summary>A command line over these names.</summary>
    /// <param name="symbols">The symbols there are.</param>
    /// <param name="strategies">The strategies there are.</param>
    internal CommandLine(IEnumerable<string> symbols, IReadOnlyList<StrategyDescriptor> strategies)
    {
        var knownSymbols = Options.Known(symbols, s => s);
        var knownStrategies = Options.Known(strategies.Select(s => s.Id), s => s.Value);
        _owner = Options.Owner("--owner", $"Whose scan it is; {DefaultOwner} when not given.");
        _symbols = Options.Names("--symbols", "SYMBOLS", "The symbols to look at; all when not given.", "symbol", knownSymbols);
        _strategies = Options.Names("--strategies", "NAMES", "The strategies to run; all when not given.", "strategy", knownStrategies);
        _top = Options.Number("--top", $"How many of the best results to show; {DefaultTop} when not given.", 1, 1_000);
        _minProfit = Options.Usd("--min-profit", "Show results from this profit on, in USD.");
        _risks = Options.Names("--risk", "LEVELS", "Show results of these risk levels only.", "risk level", Options.Known(Enum.GetValues<RiskLevel>(), r => r.Words().Replace(' ', '-')));
        _account = Options.Usd("--account", "What positions are sized by, in USD; 100000 when not given.");
        _rate = Options.Amount("--rate", "PERCENT", "What cash earns a year, which is taken off all returns; 4.88 when not given.", 0, 100);
        _costs = Options.Amount("--costs", "BP", "What a round trip costs, in basis points; 10 when not given.", 0, 1_000);
        _deadline = Options.Deadline(DefaultDeadline);
        _latency = Options.Latency(DefaultLatency);
        _fail = Options.Fail(knownStrategies);
        _hang = Options.Hang(knownStrategies);
        _json = Options.Flag("--json", "Write the final results as one JSON document to standard output, and nothing else there.");
        _csv = Options.Flag("--csv", "Write the final results as rows of comma-separated values to standard output, and nothing else there.");
        _redis = Options.Redis();
        _worker = Options.Flag("--worker", "Only run the scans that others submit, until Ctrl+C. Needs --redis.");
        _submit = Options.Flag("--submit", "Only submit a scan and watch it; a --worker in another terminal runs it. Needs --redis.");
        _walkForward = Options.Flag(
            "--walk-forward", "Only walk over the record month by month and show what was found against what came of it, as tables in Markdown.");
        _root = new RootCommand($"""
            Runs market strategies on recorded prices and shows what they find as they find it.

            Strategies:
            {string.Join('\n', strategies.Select(s => $"  {s.Id.Value,-22}  {s.Description}"))}

            Symbols: {string.Join(", ", knownSymbols.Keys)}.
            Exit codes: 0 completed, 1 failed or timed out, 2 wrong usage, 3 Redis cannot be reached, 130 canceled with Ctrl+C.
            """)
        {
            _owner, _symbols, _strategies, _top, _minProfit, _risks, _account, _rate, _costs, _deadline, _latency, _fail, _hang, _json, _csv, _redis,
            _worker, _submit, _walkForward,
        };
    }

    /// <summary>Reads <paramref name="args"/>. Without options there is nothing left to do but to leave with the exit code: help was shown, or what is wrong.</summary>
    internal (ConsoleOptions? Options, int ExitCode) Parse(IReadOnlyList<string> args, TextWriter output, TextWriter error)
    {
        var parsed = _root.Parse(args);
        var errors = parsed.Errors.Select(e => e.Message).Distinct(StringComparer.Ordinal).ToList();

        // Only help and version have an action of their own.
        if (errors.Count == 0 && parsed.Action is not null) return (null, parsed.Invoke(new InvocationConfiguration { Output = output, Error = error }));
        var options = errors.Count == 0 ? Read(parsed) : null;
        if (options is not null) errors.AddRange([.. FaultsWithoutEffect(options), .. RoleConflicts(options), .. OptionsWithoutEffect(parsed, options)]);
        if (errors.Count == 0) return (options, ExitCodes.Completed);

        Usage.Explain(errors, parsed, error);
        return (null, ExitCodes.Usage);
    }

    /// <summary>Faults of strategies that are not run.</summary>
    private static IEnumerable<string> FaultsWithoutEffect(ConsoleOptions options) => options.Strategies.IsEmpty
        ? []
        : options.Fail.Concat(options.Hang).Except(options.Strategies).Select(id => $"'{id}' is to fail or hang, but is not among the --strategies {string.Join(',', options.Strategies)}.");

    private static IEnumerable<string> RoleConflicts(ConsoleOptions options)
    {
        if (options is { Json: true, Csv: true }) yield return "--json and --csv exclude each other; choose one of them.";
        if (options is { Worker: true, Submit: true }) yield return "--worker and --submit exclude each other; without either a process does both.";
        if (options.Redis is not null) yield break;
        if (options.Worker) yield return "--worker needs --redis HOST:PORT: it runs the scans that others submit there.";
        if (options.Submit) yield return "--submit needs --redis HOST:PORT: a worker finds the scan there.";
    }

    /// <summary>What was given to one process and is the other's business. It is refused rather than ignored.</summary>
    private IEnumerable<string> OptionsWithoutEffect(ParseResult parsed, ConsoleOptions options)
    {
        Option[] ofWork = [_latency, _fail, _hang];
        Option[] ofRequest = [_owner, _symbols, _strategies, _top, _minProfit, _risks, _account, _rate, _costs, _deadline, _json, _csv];
        if (options.WalkForward) return Given([.. ofWork, .. ofRequest, _redis, _worker, _submit]).Select(name => $"{name} has no effect with --walk-forward.");
        if (options.Worker) return Given(ofRequest).Select(name => $"{name} has no effect with --worker: give it to the process that submits.");
        return options.Submit ? Given(ofWork).Select(name => $"{name} has no effect with --submit: give it to the worker.") : [];

        IEnumerable<string> Given(IEnumerable<Option> among) => among.Where(o => parsed.GetResult(o) is { Implicit: false }).Select(o => o.Name);
    }

    private ConsoleOptions Read(ParseResult parsed) => new()
    {
        Owner = parsed.GetValue(_owner) ?? new OwnerId(DefaultOwner),
        Symbols = parsed.GetValue(_symbols),
        Strategies = parsed.GetValue(_strategies),
        Top = parsed.GetValue(_top) ?? DefaultTop,
        MinProfit = parsed.GetValue(_minProfit),
        Risks = parsed.GetValue(_risks),
        Account = parsed.GetValue(_account),
        Rate = parsed.GetValue(_rate),
        Costs = parsed.GetValue(_costs),
        Deadline = parsed.GetValue(_deadline) ?? Duration.Parse(DefaultDeadline)!.Value,
        Latency = parsed.GetValue(_latency) ?? Duration.Parse(DefaultLatency)!.Value,
        Fail = parsed.GetValue(_fail),
        Hang = parsed.GetValue(_hang),
        Json = parsed.GetValue(_json),
        Csv = parsed.GetValue(_csv),
        Redis = parsed.GetValue(_redis),
        Worker = parsed.GetValue(_worker),
        Submit = parsed.GetValue(_submit),
        WalkForward = parsed.GetValue(_walkForward),
    };
}
