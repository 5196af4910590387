/** Line drawings on a 24 x 24 grid. */
export const icons = {
  desk: 'M4 5h7v7H4zM13 5h7v4h-7zM13 11h7v8h-7zM4 14h7v5H4z',
  settlement: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM8.5 8l3.5 4 3.5-4M12 12v5M9 12.5h6M9 15h6',
  ledger: 'M5 4h14v16H5zM5 9h14M5 14h14M10 9v11',
  admission: 'M5 4h10l4 4v12H5zM15 4v4h4M8.5 13l2.5 2.5L15.5 11',
  agreement: 'M6 3h12v18H6zM9 8h6M9 12h6M9 16h3',
  catalogue: 'M4 6c0-1.7 3.6-3 8-3s8 1.3 8 3-3.6 3-8 3-8-1.3-8-3zM4 6v12c0 1.7 3.6 3 8 3s8-1.3 8-3V6M4 12c0 1.7 3.6 3 8 3s8-1.3 8-3',
  offer: 'M4 9l1.5-5h13L20 9M4 9h16v11H4zM9 20v-6h6v6',
  meter: 'M4 18a8 8 0 1 1 16 0M12 18l4-6M4 18h16',
  supervision: 'M12 3l8 3v6c0 5-3.5 8-8 9-4.5-1-8-4-8-9V6zM8.5 12l2.5 2.5 4.5-5',
  settings: 'M4 7h10M18 7h2M4 17h2M10 17h10M14 4v6M6 14v6',
  bell: 'M6 16V11a6 6 0 0 1 12 0v5l1.5 2h-15zM10 21h4',
  language: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3 12h18M12 3c5 5 5 13 0 18M12 3c-5 5-5 13 0 18',
  user: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4 20c1-5 4.5-6 8-6s7 1 8 6',
  down: 'M6 9l6 6 6-6',
  fold: 'M4 6h16M10 12h10M4 18h16M7 9.5L4.5 12 7 14.5',
  unfold: 'M4 6h16M10 12h10M4 18h16M4.5 9.5L7 12l-2.5 2.5',
  columns: 'M4 5h16v14H4zM9.5 5v14M14.5 5v14',
  refresh: 'M20 5v5h-5M4 19v-5h5M19.5 10a8 8 0 0 0-14-3M4.5 14a8 8 0 0 0 14 3',
  download: 'M12 4v11M7.5 10.5L12 15l4.5-4.5M5 20h14',
  empty: 'M4 13l3-8h10l3 8v6H4zM4 13h5l1 2h4l1-2h5',
} as const

export type IconName = keyof typeof icons
