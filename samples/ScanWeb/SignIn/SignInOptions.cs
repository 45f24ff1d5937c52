using System.ComponentModel.DataAnnotations;

namespace ScanWeb.SignIn;

/// <summary>Who may sign in, and how often somebody may try. The section <c>SignIn</c> of the settings.</summary>
internal sealed class SignInOptions
{
    internal const string Section = "SignIn";

    /// <summary>How long a token is good for; from one minute to one day.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan TokenLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How often one address may try in a minute, in each process; from 1 to 100,000.</summary>
    [Range(1, 100_000)]
    public int AttemptsPerMinute { get; set; } = 20;

    /// <summary>Those who may sign in.</summary>
    public IList<Account> Accounts { get; } = [];
}

/// <summary>Somebody who may sign in.</summary>
internal sealed class Account
{
    /// <summary>Also the owner of the scans; upper and lower case are the same.</summary>
    [Required]
    public string Email { get; set; } = "";

    /// <summary>What <c>PasswordHasher</c> makes of the password: salted PBKDF2.</summary>
    [Required]
    public string PasswordHash { get; set; } = "";
}
